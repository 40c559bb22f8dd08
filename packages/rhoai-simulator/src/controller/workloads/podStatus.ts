import type { JsonObject } from '../../kubernetes/object';
import type { DeploymentState } from '../status';

/** What the status of a pod is made of. */
export interface PodInput {
  readonly container: string;
  readonly state: DeploymentState;
  /** RFC 3339. */
  readonly now: string;
  /** Why it failed. */
  readonly failure: string;
}

const condition = (type: string, isTrue: boolean, more: JsonObject = {}) => ({
  type,
  status: isTrue ? 'True' : 'False',
  ...more,
});

const RESTARTS = 5;

function containerState({ state, now, failure }: PodInput): JsonObject {
  if (state === 'failed') {
    const terminated = {
      exitCode: 1,
      reason: 'Error',
      message: failure,
      startedAt: now,
      finishedAt: now,
    };
    return {
      restartCount: RESTARTS,
      state: {
        waiting: {
          reason: 'CrashLoopBackOff',
          message: 'back-off 5m0s restarting failed container',
        },
      },
      lastState: { terminated },
    };
  }
  return {
    restartCount: 0,
    state:
      state === 'pending'
        ? { waiting: { reason: 'ContainerCreating' } }
        : { running: { startedAt: now } },
    lastState: {},
  };
}

/** The status of a pod: running, waiting for a node, or ending again and again. */
export function podStatus(input: PodInput): JsonObject {
  const { container, state, now } = input;
  const isReady = state !== 'failed' && state !== 'pending';
  return {
    phase: state === 'pending' ? 'Pending' : 'Running',
    startTime: now,
    conditions: [
      condition('PodScheduled', true),
      condition('Initialized', true),
      condition('ContainersReady', isReady),
      condition('Ready', isReady),
    ],
    containerStatuses: [
      {
        name: container,
        image: '',
        imageID: '',
        ready: isReady,
        started: isReady,
        ...containerState(input),
      },
    ],
  };
}

/** The status of a Deployment or ReplicaSet with so many pods. */
export function replicasStatus(
  replicas: number,
  { state, now }: Pick<PodInput, 'state' | 'now'>,
): JsonObject {
  const ready = state === 'failed' || state === 'pending' ? 0 : replicas;
  const isAvailable = ready === replicas;
  return {
    replicas,
    updatedReplicas: replicas,
    readyReplicas: ready,
    availableReplicas: ready,
    unavailableReplicas: replicas - ready,
    conditions: [
      condition('Available', isAvailable, {
        reason: isAvailable
          ? 'MinimumReplicasAvailable'
          : 'MinimumReplicasUnavailable',
        lastTransitionTime: now,
      }),
    ],
  };
}
