import { z } from 'zod/v4';
import type { JsonObject, StoredObject } from '../kubernetes/object';

/** What becomes of a deployment. */
export type DeploymentState = 'ready' | 'pending' | 'failed' | 'stopped';

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
      ...(urls
        ? {
            addresses: [
              { name: 'gateway-external', url: urls.url },
              { name: 'gateway-internal', url: urls.internal },
            ],
          }
        : {}),
    };
  }
  return {
    ...common,
    ...(urls ? { address: { url: urls.internal } } : {}),
    components: { predictor: urls ? { url: urls.internal } : {} },
    deploymentMode: 'Standard',
    modelStatus: modelStatus(state, input),
    ...(runtimeOf(object) ? { servingRuntimeName: runtimeOf(object) } : {}),
  };
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
