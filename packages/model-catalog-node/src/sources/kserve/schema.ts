import { z } from 'zod/v4';
import { Condition, Container, Metadata, text } from './fields';

/** Where a model lies: a data connection and a path, instead of a URI. */
const Storage = z.object({ key: text, path: text }).nullish();

/** The older form of a predictor, one field per framework; it is a container too. */
const Framework = Container.extend({ storageUri: text, storage: Storage });

const Model = Framework.extend({
  modelFormat: z.object({ name: text }).nullish(),
  runtime: text,
});

const frameworks = {
  sklearn: Framework.nullish(),
  xgboost: Framework.nullish(),
  tensorflow: Framework.nullish(),
  pytorch: Framework.nullish(),
  triton: Framework.nullish(),
  onnx: Framework.nullish(),
  huggingface: Framework.nullish(),
  pmml: Framework.nullish(),
  lightgbm: Framework.nullish(),
  paddle: Framework.nullish(),
};

/** Names of the fields of the older form. */
export const Frameworks = z.object(frameworks).keyof();

const Predictor = z.object({
  model: Model.nullish(),
  containers: z.array(Container).nullish(),
  storageUris: z.array(z.object({ uri: text })).nullish(),
  minReplicas: z.number().nullish(),
  ...frameworks,
});

const Address = z.object({ url: text }).nullish();

const Component = z.object({
  url: text,
  restUrl: text,
  address: Address,
  latestCreatedRevision: text,
  latestReadyRevision: text,
});

const ModelStatus = z.object({
  transitionStatus: text,
  states: z
    .object({ activeModelState: text, targetModelState: text })
    .nullish(),
  copies: z.object({ totalCopies: z.number().nullish() }).nullish(),
  lastFailureInfo: z.object({ reason: text, message: text }).nullish(),
});

const Status = z.object({
  url: text,
  address: Address,
  components: z.record(z.string(), Component).nullish(),
  conditions: z.array(Condition).nullish(),
  deploymentMode: text,
  servingRuntimeName: text,
  modelStatus: ModelStatus.nullish(),
});

/**
 * What we read of an InferenceService (serving.kserve.io/v1beta1, KServe 0.11
 * to 0.17, as RHOAI 2.16 to 3.x ships it).
 */
export const InferenceService = z.object({
  metadata: Metadata,
  spec: z.object({ predictor: Predictor }),
  status: Status.nullish(),
});
export type InferenceService = z.infer<typeof InferenceService>;
