import type { ThreescaleCondition, ThreescaleObject } from './read';

/** How the operator stands to one object. */
export type Standing = {
  state: 'pending' | 'done' | 'orphan' | 'invalid' | 'failed';
  message?: string;
  /** RFC 3339; since when it is as it is, where the operator says it. */
  since?: string;
};

const DONE = ['Synced', 'Ready'];

/**
 * What the conditions come to. The first line that applies counts.
 *
 * | status speaks of this generation | condition that is True | state |
 * |---|---|---|
 * | no | any | pending |
 * | yes, or the kind does not say | Invalid | invalid |
 * | same | Failed | failed |
 * | same | Orphan | orphan |
 * | same | Synced or Ready | done |
 * | same | none of these | pending |
 *
 * An object that was Synced and has Failed since has both: so the order.
 */
export function standingOf(
  object: Pick<
    ThreescaleObject,
    'generation' | 'observedGeneration' | 'conditions'
  >,
): Standing {
  const { generation, observedGeneration, conditions } = object;
  if (observedGeneration !== undefined && observedGeneration < generation) {
    return { state: 'pending' };
  }
  const isTrue = (...types: string[]) =>
    conditions.find(one => one.isTrue && types.includes(one.type));
  const of = (
    state: Standing['state'],
    { message, since }: ThreescaleCondition,
  ): Standing => ({
    state,
    ...(message === undefined ? {} : { message }),
    ...(since === undefined ? {} : { since }),
  });
  const invalid = isTrue('Invalid');
  const failed = isTrue('Failed');
  const orphan = isTrue('Orphan');
  const done = isTrue(...DONE);
  if (invalid) {
    return of('invalid', invalid);
  }
  if (failed) {
    return of('failed', failed);
  }
  if (orphan) {
    return of('orphan', orphan);
  }
  return done ? of('done', done) : { state: 'pending' };
}

/**
 * Whether a promotion was refused because there was nothing to promote: what is
 * in the gateway is what is asked for.
 */
export const isNothingToPromote = ({ state, message }: Standing): boolean =>
  (state === 'failed' || state === 'invalid') &&
  /no product changes detected|nothing to promote/i.test(message ?? '');
