import { z } from 'zod/v4';
import type { JsonObject, StoredObject } from '../kubernetes/object';
import { servedModel } from '../modelServers/profile';

/** What becomes of a deployment. */
export type DeploymentState =
  | 'ready'
  | 'scaled-to-zero'
  | 'pending'
  | 'failed'
  | 'stopped';

/** Everything that a deployment's status is made of. */
export interface StatusInput {
  readonly object: StoredObject;
  readonly state: DeploymentState;
  /** Where the model server is reached; absent until it runs. */
  readonly urls?: { readonly url: string; readonly internal: string };
  /** Why it failed. */
  readonly failure?: string;
  /** RFC 3339, for conditions that change now. */
  readonly now: string;
}

interface Verdict {
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason?: string;
  readonly message?: string;
}

const VERDICTS: Readonly<Record<DeploymentState, Verdict>> = {
  ready: { status: 'True' },
  'scaled-to-zero': { status: 'True' },
  pending: {
    status: 'False',
    reason: 'MinimumReplicasUnavailable',
    message: 'Deployment does not have minimum availability.',
  },
  failed: {
    status: 'False',
    reason: 'ModelLoadFailed',
    message: 'The model server ended while it loaded the model.',
  },
  stopped: { status: 'False', reason: 'Stopped' },
};

const oldConditions = z.object({
  status: z.object({
    conditions: z.array(
      z.object({
        type: z.string(),
        status: z.string(),
        lastTransitionTime: z.string(),
      }),
    ),
  }),
});

/** The status that KServe would write; unchanged conditions keep their time. */
export function deploymentStatus(input: StatusInput): JsonObject {
  const { object, state, urls } = input;
  const common = {
    observedGeneration: object.metadata.generation ?? 1,
    ...(urls ? { url: urls.url } : {}),
    conditions: conditions(input),
  };
  if (object.kind === 'LLMInferenceService') {
    return {
      ...common,
      ...(urls ? { addresses: addresses(object, urls) } : {}),
    };
  }
  return {
    ...common,
    ...(urls ? { address: { url: urls.internal } } : {}),
    components: { predictor: predictorStatus(input) },
    deploymentMode: deploymentModeOf(object),
    modelStatus: modelStatus(state, input),
    ...(runtimeOf(object) ? { servingRuntimeName: runtimeOf(object) } : {}),
  };
}

/** As the newest releases write them: each with the models behind it (their `origin` is not simulated), and no `address`. */
function addresses(
  object: StoredObject,
  { url, internal }: NonNullable<StatusInput['urls']>,
): JsonObject[] {
  const models = [{ name: servedModel(object).modelId }];
  return [
    { name: 'gateway-external', url, models },
    { name: 'gateway-internal', url: internal, models },
    { name: 'internal', url: internal, models },
  ];
}

function conditions(input: StatusInput): JsonObject[] {
  const old = oldConditions.safeParse(input.object);
  const before = old.success ? old.data.status.conditions : [];
  const verdict = VERDICTS[input.state];
  const types =
    input.object.kind === 'LLMInferenceService'
      ? ['Ready', 'RouterReady', 'WorkloadsReady']
      : ['IngressReady', 'PredictorReady', 'Ready'];
  const all: [string, Verdict][] = types.map(type => [type, verdict]);
  all.push([
    'Stopped',
    { status: input.state === 'stopped' ? 'True' : 'False' },
  ]);
  return all.map(([type, value]) => {
    const same = before.find(c => c.type === type && c.status === value.status);
    return {
      type,
      ...value,
      lastTransitionTime: same?.lastTransitionTime ?? input.now,
    };
  });
}

function modelStatus(state: DeploymentState, input: StatusInput): JsonObject {
  switch (state) {
    case 'ready':
      return {
        copies: { failedCopies: 0, totalCopies: 1 },
        states: { activeModelState: 'Loaded', targetModelState: 'Loaded' },
        transitionStatus: 'UpToDate',
      };
    case 'scaled-to-zero':
      return {
        copies: { failedCopies: 0, totalCopies: 0 },
        states: { activeModelState: 'Standby', targetModelState: 'Standby' },
        transitionStatus: 'UpToDate',
      };
    case 'failed':
      return {
        copies: { failedCopies: 1, totalCopies: 1 },
        lastFailureInfo: {
          exitCode: 1,
          reason: 'ModelLoadFailed',
          message: input.failure ?? 'The model cannot be loaded.',
        },
        states: { activeModelState: '', targetModelState: 'FailedToLoad' },
        transitionStatus: 'BlockedByFailedLoad',
      };
    default:
      return {
        copies: { failedCopies: 0, totalCopies: 0 },
        states: { activeModelState: '', targetModelState: 'Pending' },
        transitionStatus: 'InProgress',
      };
  }
}

/** KServe's newer words for the annotation's value. */
export function deploymentModeOf(
  object: StoredObject,
): 'Standard' | 'Knative' | 'ModelMesh' {
  switch (object.metadata.annotations?.['serving.kserve.io/deploymentMode']) {
    case 'Serverless':
    case 'Knative':
      return 'Knative';
    case 'ModelMesh':
      return 'ModelMesh';
    default:
      return 'Standard';
  }
}

/** What each mode says of the predictor: Knative its revisions, ModelMesh gRPC and REST apart. */
function predictorStatus({ object, urls }: StatusInput): JsonObject {
  const mode = deploymentModeOf(object);
  if (mode === 'Knative') {
    const revision = `${object.metadata.name}-predictor-00001`;
    return {
      latestCreatedRevision: revision,
      ...(urls
        ? {
            latestReadyRevision: revision,
            latestRolledoutRevision: revision,
            url: urls.url,
            address: { url: urls.internal },
            traffic: [
              { latestRevision: true, percent: 100, revisionName: revision },
            ],
          }
        : {}),
    };
  }
  if (!urls) {
    return {};
  }
  return mode === 'ModelMesh'
    ? {
        url: urls.internal,
        restUrl: urls.internal,
        grpcUrl: urls.internal.replace(/^https?:/, 'grpc:'),
      }
    : { url: urls.internal };
}

const runtimeSchema = z.object({
  spec: z.object({
    predictor: z.object({ model: z.object({ runtime: z.string() }) }),
  }),
});

/** `spec.predictor.model.runtime`, where there is one. */
export function runtimeOf(object: StoredObject): string | undefined {
  const parsed = runtimeSchema.safeParse(object);
  return parsed.success ? parsed.data.spec.predictor.model.runtime : undefined;
}
