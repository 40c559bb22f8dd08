import { nameOfRef, ORIGINAL_OWNER, parseOwner } from '@model-catalog/common';
import type { Report } from './types';

export type Owner = {
  /** Full reference. */
  ref: string;
  /** As the compatible document takes it: the bare name. */
  name: string;
  annotations: Record<string, string>;
};

/** One place that may name an owner, as people wrote it. */
export type OwnerClaim = { field: string; written: string | undefined };

/**
 * The owner by the first claim that says one. A name that cannot be made a
 * reference is reported, kept in an annotation, and the default takes its
 * place.
 */
export function chooseOwner(
  claims: readonly OwnerClaim[],
  defaultOwner: string,
  report: Report,
): Owner {
  const fallback = parseOwner(defaultOwner);
  if (!fallback) {
    throw new Error(
      `The default owner is no entity reference: ${defaultOwner}`,
    );
  }
  const claim = claims.find(({ written }) => written?.trim());
  const written = claim?.written?.trim();
  if (!claim || written === undefined) {
    return { ref: fallback, name: nameOfRef(fallback), annotations: {} };
  }
  const ref = parseOwner(written);
  if (ref) {
    return { ref, name: nameOfRef(ref), annotations: {} };
  }
  report(
    claim.field,
    `"${written.slice(
      0,
      63,
    )}" is no user or group reference; ${fallback} is used`,
  );
  return {
    ref: fallback,
    name: nameOfRef(fallback),
    annotations: { [ORIGINAL_OWNER]: written.slice(0, 256) },
  };
}
