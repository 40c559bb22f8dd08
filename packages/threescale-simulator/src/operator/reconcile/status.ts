import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod/v4';
import type { Kind } from '../kubernetes/kinds';
import type { CustomObject } from '../kubernetes/shapes';
import type { Outcome, Verdict } from './outcome';

/** The conditions that each kind has, all of them always written. */
const CONDITIONS: Readonly<Record<Kind, readonly Verdict[]>> = {
  Backend: ['Failed', 'Invalid', 'Synced'],
  Product: ['Failed', 'Invalid', 'Orphan', 'Synced'],
  ActiveDoc: ['Failed', 'Invalid', 'Orphan', 'Ready'],
  ProxyConfigPromote: ['Failed', 'Ready'],
  CustomPolicyDefinition: ['Failed', 'Invalid', 'Ready'],
};

const conditionsSchema = z
  .array(
    z.object({
      type: z.string(),
      status: z.string(),
      message: z.string().optional(),
      lastTransitionTime: z.string().optional(),
    }),
  )
  .catch([]);

/** Only these report which generation they have acted on. */
const withoutGeneration: readonly Kind[] = ['ProxyConfigPromote'];

/** A verdict that a kind has no condition for is its `Failed`. */
const shownAs = (kind: Kind, verdict: Verdict): Verdict =>
  CONDITIONS[kind].includes(verdict) ? verdict : 'Failed';

/**
 * The status as the operator writes it: every condition of the kind, whose time
 * stays while its status does. `undefined` when it is so already.
 */
export function statusOf(
  kind: Kind,
  object: CustomObject,
  { outcome, now }: { readonly outcome: Outcome; readonly now: string },
): Record<string, unknown> | undefined {
  const before = conditionsSchema.parse(object.status?.conditions);
  const verdict = shownAs(kind, outcome.verdict);
  const conditions = CONDITIONS[kind].map(type => {
    const status = type === verdict ? 'True' : 'False';
    const same = before.find(one => one.type === type && one.status === status);
    return {
      type,
      status,
      ...(type === verdict && outcome.message
        ? { message: outcome.message }
        : {}),
      lastTransitionTime: same?.lastTransitionTime ?? now,
    };
  });
  const status = {
    ...object.status,
    ...outcome.fields,
    ...(withoutGeneration.includes(kind)
      ? {}
      : { observedGeneration: object.metadata.generation ?? 1 }),
    conditions,
  };
  return isDeepStrictEqual(status, object.status) ? undefined : status;
}

/** Whether a condition of an object is true. */
export function isTrue(object: CustomObject, type: Verdict): boolean {
  return conditionsSchema
    .parse(object.status?.conditions)
    .some(one => one.type === type && one.status === 'True');
}
