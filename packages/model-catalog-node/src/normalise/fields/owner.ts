import { nameOfRef, ORIGINAL_OWNER, parseOwner } from '@model-catalog/common';
import { valueByGlob } from '../../selection/glob';
import { NO_OWNER_RULES, type OwnerRules } from './rules';
import type { NormaliseOptions, Report } from '../types';
import { shared } from './shared';

export type Owner = {
  /** Full reference. */
  ref: string;
  /** As the compatible document takes it: the bare name. */
  name: string;
  annotations: Record<string, string>;
};

/** One place that may name an owner, as people wrote it. */
export type OwnerClaim = { field: string; written: string | undefined };

/** Where an object lives, if it lives in a namespace. */
export type Place = {
  namespace?: string;
  /** What the label of the namespace names as its group. */
  group?: string;
};

/** Regular expressions see nothing longer: their time grows with a power of it. */
const LONGEST = 256;

/**
 * What the rules make of an owner as people wrote it.
 *
 * | step | `alice@corp.com` | `kube:admin` with `^kube:(.+)$` → `kube-$1` |
 * |---|---|---|
 * | in the map as written? then that | | |
 * | domain taken off, unless it is to stay | `alice` | `kube:admin` |
 * | each replacement, in order | `alice` | `kube-admin` |
 * | in the map by now? then that | | |
 * | read as a reference | `user:default/alice` | `user:default/kube-admin` |
 *
 * `undefined` when no reference comes of it, also when it is longer than 256
 * characters on the way.
 */
export function transformOwner(
  written: string,
  { transform }: OwnerRules,
): string | undefined {
  const { map, replace, stripDomain } = transform;
  const mapped = map.get(written);
  if (mapped !== undefined) {
    return parseOwner(mapped);
  }
  let text = stripDomain
    ? written.replace(/^([^@\s]+)@[^@\s]+$/, '$1')
    : written;
  for (const { match, with: by } of replace) {
    if (text.length > LONGEST) {
      return undefined;
    }
    text = text.replace(match, by);
  }
  const result = map.get(text);
  if (result !== undefined) {
    return parseOwner(result);
  }
  return text.length > LONGEST || text.includes('@')
    ? undefined
    : parseOwner(text);
}

/** The owner of what nobody owns by name: by namespace, by its label, else the default. */
function fallbackOwner(
  { defaultOwner, owners = NO_OWNER_RULES }: OwnerOptions,
  { namespace, group }: Place,
): string {
  const mapped =
    namespace === undefined
      ? undefined
      : valueByGlob(owners.namespaces, namespace);
  const ref =
    parseOwner(mapped ?? '') ??
    parseOwner(group === undefined ? '' : `group:${group}`) ??
    parseOwner(defaultOwner);
  if (ref === undefined) {
    throw new Error(
      `The default owner is no entity reference: ${defaultOwner}`,
    );
  }
  return ref;
}

export type OwnerOptions = Pick<NormaliseOptions, 'defaultOwner' | 'owners'>;

/**
 * The owner by the first claim that says one, made a reference by the rules. A
 * name of which none can be made is reported and kept in an annotation; the
 * owner of the namespace, else the default, takes its place, as where nobody
 * says one.
 */
export function chooseOwner(
  claims: readonly OwnerClaim[],
  { options, place = {} }: { options: OwnerOptions; place?: Place },
  report: Report,
): Owner {
  const claim = claims.find(({ written }) => written?.trim());
  const written = claim?.written?.trim();
  const fallback = fallbackOwner(options, place);
  if (!claim || written === undefined) {
    return { ref: fallback, name: nameOfRef(fallback), annotations: {} };
  }
  const ref = transformOwner(written, options.owners ?? NO_OWNER_RULES);
  if (ref !== undefined) {
    return {
      ref: shared(ref),
      name: shared(nameOfRef(ref)),
      annotations: {},
    };
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
