import { isDeepStrictEqual } from 'node:util';
import { digestOf } from '@model-catalog/common';
import { canonical } from '@model-catalog/node';
import { KEPT } from '../../contract/labels';
import type { DesiredObject } from '../../contract/types';
import { isRecord, type ThreescaleObject } from '../../threescale/objects';

const DIGEST_LENGTH = 32;

/** Names what a desired object says; other than by what its annotation says already. */
export function appliedDigest(object: DesiredObject): string {
  const { [KEPT.applied]: _, ...annotations } = object.metadata.annotations;
  const metadata = { ...object.metadata, annotations };
  const text = canonical({ ...object, metadata });
  return digestOf(text).slice(0, DIGEST_LENGTH);
}

/** The object with the digest of what it says. */
export const stamped = (object: DesiredObject): DesiredObject => ({
  ...object,
  metadata: {
    ...object.metadata,
    annotations: {
      ...object.metadata.annotations,
      [KEPT.applied]: appliedDigest(object),
    },
  },
});

/**
 * Whether what is wanted is there. The operator puts defaults into maps, also
 * into those that are in lists; what it adds is no difference, and a list of
 * another length is one.
 */
export function isHeld(wanted: unknown, live: unknown): boolean {
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(live) &&
      wanted.length === live.length &&
      wanted.every((one, index) => isHeld(one, live[index]))
    );
  }
  if (isRecord(wanted)) {
    return (
      isRecord(live) &&
      Object.entries(wanted).every(
        ([key, value]) => value === undefined || isHeld(value, live[key]),
      )
    );
  }
  return isDeepStrictEqual(wanted, live);
}

/**
 * What applying an object would do.
 *
 * | digest of what was applied last | what is there | reason |
 * |---|---|---|
 * | same | has all that is wanted | `undefined`: nothing |
 * | same | has not: changed by hand | drifted |
 * | another, or none | any | changed: also what is no longer wanted has to go |
 */
export function differenceOf(
  object: DesiredObject,
  live: ThreescaleObject,
): 'changed' | 'drifted' | undefined {
  const { labels, annotations } = object.metadata;
  if (live.annotations[KEPT.applied] !== annotations[KEPT.applied]) {
    return 'changed';
  }
  return isHeld(object.spec ?? {}, live.spec) &&
    isHeld(labels, live.labels) &&
    isHeld(annotations, live.annotations)
    ? undefined
    : 'drifted';
}
