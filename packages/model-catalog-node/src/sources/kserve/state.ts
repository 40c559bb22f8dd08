import type { ServerState } from '@model-catalog/common';
import { ANNOTATION } from './annotations';
import { isFatal, isTrue, reasonOf } from './conditions';
import { deploymentModeOf } from './deploymentMode';
import type { Condition, Metadata } from './fields';
import type { LlmInferenceService } from './llmSchema';
import type { InferenceService } from './schema';

export type StateOf = { state: ServerState; stateReason?: string };

const BLOCKED: ReadonlySet<string> = new Set([
  'BlockedByFailedLoad',
  'InvalidSpec',
]);

function isStopped({ annotations }: Metadata, conditions: Condition[]) {
  const stop = annotations?.[ANNOTATION.stop];
  return stop?.trim().toLowerCase() === 'true' || isTrue(conditions, 'Stopped');
}

/** No replica runs although it is ready: the next request starts one. */
function isAsleep(object: InferenceService): boolean {
  const { spec, status } = object;
  const maySleep =
    deploymentModeOf(object) === 'knative' || spec.predictor.minReplicas === 0;
  return (
    (maySleep && status?.modelStatus?.copies?.totalCopies === 0) ||
    status?.modelStatus?.states?.activeModelState === 'Standby'
  );
}

/**
 * | stop annotation, or condition Stopped | being deleted | condition Ready | more | state |
 * |---|---|---|---|---|
 * | "true", True | - | - | - | stopped |
 * | no | yes | - | - | not-ready |
 * | no | no | True | no replica runs, and it may scale to zero; model on standby | scaled-to-zero |
 * | no | no | True | anything else | ready |
 * | no | no | False, Unknown, absent | transition blocked, model failed to load, a reason that does not heal | failed |
 * | no | no | False, Unknown, absent | anything else | not-ready |
 */
export function stateOf(object: InferenceService): StateOf {
  const { metadata, status } = object;
  const conditions = status?.conditions ?? [];
  if (isStopped(metadata, conditions)) {
    return { state: 'stopped' };
  }
  if (metadata.deletionTimestamp) {
    return { state: 'not-ready', stateReason: 'is being deleted' };
  }
  if (isTrue(conditions, 'Ready')) {
    return isAsleep(object)
      ? {
          state: 'scaled-to-zero',
          stateReason: 'no replica is running; the first request starts one',
        }
      : { state: 'ready' };
  }
  const { transitionStatus, states, lastFailureInfo } =
    status?.modelStatus ?? {};
  const hasFailed =
    BLOCKED.has(transitionStatus ?? '') ||
    states?.activeModelState === 'FailedToLoad' ||
    isFatal(conditions);
  return {
    state: hasFailed ? 'failed' : 'not-ready',
    stateReason: reasonOf(conditions, lastFailureInfo ?? {}),
  };
}

/**
 * | stop annotation, or condition Stopped | being deleted | spec.replicas | condition Ready | state |
 * |---|---|---|---|---|
 * | "true", True | - | - | - | stopped |
 * | no | yes | - | - | not-ready |
 * | no | no | 0 | - | scaled-to-zero |
 * | no | no | - | True | ready |
 * | no | no | - | False with a reason that does not heal | failed |
 * | no | no | - | anything else | not-ready |
 */
export function llmStateOf({
  metadata,
  spec,
  status,
}: LlmInferenceService): StateOf {
  const conditions = status?.conditions ?? [];
  if (isStopped(metadata, conditions)) {
    return { state: 'stopped' };
  }
  if (metadata.deletionTimestamp) {
    return { state: 'not-ready', stateReason: 'is being deleted' };
  }
  if (spec.replicas === 0) {
    return { state: 'scaled-to-zero', stateReason: 'spec.replicas is 0' };
  }
  if (isTrue(conditions, 'Ready')) {
    return { state: 'ready' };
  }
  return {
    state: isFatal(conditions) ? 'failed' : 'not-ready',
    stateReason: reasonOf(conditions),
  };
}
