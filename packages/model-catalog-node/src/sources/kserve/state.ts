import type { ServerState } from '@model-catalog/common';
import { ANNOTATION, textOf } from './annotations';
import type { InferenceService } from './schema';

const MAX_REASON = 500;

type Condition = NonNullable<
  NonNullable<InferenceService['status']>['conditions']
>[number];

type Explanation = { reason?: string | null; message?: string | null };

function sentence({ reason, message }: Explanation): string | undefined {
  const text = [textOf(reason), textOf(message)].filter(Boolean).join(': ');
  return text ? text.replace(/\s+/g, ' ').slice(0, MAX_REASON) : undefined;
}

/** Why it does not serve: the model's own failure, else the condition that says most. */
function reasonOf(
  status: InferenceService['status'],
  conditions: readonly Condition[],
): string {
  const failure = status?.modelStatus?.lastFailureInfo;
  const ready = conditions.filter(({ type }) => type === 'Ready');
  const bad = conditions.filter(
    ({ type, status: value }) => type !== 'Ready' && value === 'False',
  );
  for (const candidate of [failure ?? {}, ...ready, ...bad]) {
    const text = sentence(candidate);
    if (text) {
      return text;
    }
  }
  return conditions.length > 0 ? 'not ready yet' : 'has no status yet';
}

/**
 * | stop annotation, or condition Stopped | being deleted | condition Ready | state |
 * |---|---|---|---|
 * | "true", True | - | - | stopped |
 * | no | yes | - | not-ready |
 * | no | no | True | ready |
 * | no | no | False, Unknown, absent | not-ready |
 */
export function stateOf({ metadata, status }: InferenceService): {
  state: ServerState;
  stateReason?: string;
} {
  const conditions = status?.conditions ?? [];
  const isTrue = (type: string) =>
    conditions.some(one => one.type === type && one.status === 'True');
  const stop = metadata.annotations?.[ANNOTATION.stop];
  if (stop?.toLowerCase() === 'true' || isTrue('Stopped')) {
    return { state: 'stopped' };
  }
  if (metadata.deletionTimestamp) {
    return { state: 'not-ready', stateReason: 'is being deleted' };
  }
  return isTrue('Ready')
    ? { state: 'ready' }
    : { state: 'not-ready', stateReason: reasonOf(status, conditions) };
}
