import { z } from 'zod/v4';

/** Go leaves out or writes null for what is empty. */
const text = z.string().nullish();
const texts = z.record(z.string(), z.string()).nullish();

const Container = z.object({ args: z.array(z.string()).nullish() });

/** The older form of a predictor, one field per framework. */
const Framework = z.object({ storageUri: text }).nullish();

const Model = z.object({
  modelFormat: z.object({ name: text }).nullish(),
  runtime: text,
  storageUri: text,
  args: z.array(z.string()).nullish(),
});

const frameworks = {
  sklearn: Framework,
  xgboost: Framework,
  tensorflow: Framework,
  pytorch: Framework,
  triton: Framework,
  onnx: Framework,
  huggingface: Framework,
  pmml: Framework,
  lightgbm: Framework,
  paddle: Framework,
};

/** Names of the fields of the older form. */
export const Frameworks = z.object(frameworks).keyof();

const Predictor = z.object({
  model: Model.nullish(),
  containers: z.array(Container).nullish(),
  ...frameworks,
});

const Address = z.object({ url: text }).nullish();

const Component = z.object({ url: text, restUrl: text, address: Address });

const Condition = z.object({
  type: z.string(),
  status: z.string(),
  reason: text,
  message: text,
});

const Status = z.object({
  url: text,
  address: Address,
  components: z.record(z.string(), Component).nullish(),
  conditions: z.array(Condition).nullish(),
  deploymentMode: text,
  servingRuntimeName: text,
  modelStatus: z
    .object({
      lastFailureInfo: z.object({ reason: text, message: text }).nullish(),
    })
    .nullish(),
});

/**
 * What we read of an InferenceService (serving.kserve.io/v1beta1, KServe 0.11
 * to 0.15, as RHOAI 2.16 to 3.x ships it).
 */
export const InferenceService = z.object({
  metadata: z.object({
    name: z.string().min(1),
    namespace: z.string().min(1),
    uid: z.string(),
    generation: z.number().nullish(),
    creationTimestamp: text,
    deletionTimestamp: text,
    labels: texts,
    annotations: texts,
  }),
  spec: z.object({ predictor: Predictor }),
  status: Status.nullish(),
});
export type InferenceService = z.infer<typeof InferenceService>;
