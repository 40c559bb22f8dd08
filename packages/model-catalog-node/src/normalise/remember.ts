import type { CardRef } from '@model-catalog/common';
import { isSameRecord } from '../plan/isSame';
import type { StoredRecord } from '../records/stored';
import type { CatalogModel, RegistryVersion } from '../sources/objects';
import type { Issue } from '../sources/types';
import type { CatalogIndex } from './cards';
import type { Identity } from './identities';
import type { NormaliseOptions } from './types';

/** What all records are made of; one object as long as it is the same. */
export type Scope = { options: NormaliseOptions; catalog: CatalogIndex };

let lastScope: Scope | undefined;

export function scopeOf(
  options: NormaliseOptions,
  catalog: CatalogIndex,
): Scope {
  if (lastScope?.options !== options || lastScope.catalog !== catalog) {
    lastScope = { options, catalog };
  }
  return lastScope;
}

/** All that the record of a version is made of, besides the version itself. */
export type VersionParts = {
  identity: Identity;
  catalogModel: CatalogModel | undefined;
  card: CardRef | undefined;
  /** How its servers call it. */
  servedName: string | undefined;
  options: NormaliseOptions;
};

/** A record, and what was found on the way. */
export type Made = { stored: StoredRecord; issues: readonly Issue[] };

type Remembered = {
  scope: Scope;
  parts: VersionParts;
  /** What was found in the scope, and while the record was made. */
  found: readonly Issue[];
  made: Made;
};

const remembered = new WeakMap<RegistryVersion, Remembered>();

const isSameCard = (a: CardRef | undefined, b: CardRef | undefined) =>
  a?.key === b?.key && a?.digest === b?.digest;

export const isSameIdentity = (a: Identity, b: Identity) =>
  a === b || (a.key === b.key && a.name === b.name && a.uri === b.uri);

export function areSameParts(a: VersionParts, b: VersionParts): boolean {
  return (
    a.options === b.options &&
    a.catalogModel === b.catalogModel &&
    a.servedName === b.servedName &&
    isSameCard(a.card, b.card) &&
    isSameIdentity(a.identity, b.identity)
  );
}

const NO_ISSUES: readonly Issue[] = [];

/** There are thousands of lists of them, nearly all without any. */
export const kept = (issues: readonly Issue[]) =>
  issues.length === 0 ? NO_ISSUES : issues;

/** What the store holds, if it is the same: one copy of it is enough. */
export function asStored(
  made: StoredRecord,
  known: StoredRecord | undefined,
): StoredRecord {
  return known && isSameRecord(known, made) ? known : made;
}

/** What a version is looked up by, before its parts are gathered. */
export type VersionLook = {
  scope: Scope;
  identity: Identity;
  servedName: string | undefined;
  /** What the store holds of it. */
  known: StoredRecord | undefined;
};

/** The other parts, and what was found while they were gathered. */
export type Gathered = Pick<VersionParts, 'catalogModel' | 'card'> & {
  issues: readonly Issue[];
};

/**
 * Makes the record of a version, once for the same parts: of ten thousand
 * versions few have changed since the run before. Parts are the same when they
 * are the same objects; they are not even gathered where all that they come
 * from is the same.
 */
export function rememberVersion(
  version: RegistryVersion,
  { scope, identity, servedName, known }: VersionLook,
  {
    gather,
    make,
  }: { gather: () => Gathered; make: (parts: VersionParts) => Made },
): Made {
  let before = remembered.get(version);
  const isSettled =
    before?.scope === scope &&
    before.parts.servedName === servedName &&
    isSameIdentity(before.parts.identity, identity);
  if (!before || !isSettled) {
    const { catalogModel, card, issues: found } = gather();
    const { options } = scope;
    const parts = { identity, catalogModel, card, servedName, options };
    const isSame = before !== undefined && areSameParts(before.parts, parts);
    const made = before && isSame ? before.made : make(parts);
    before = { scope, parts, found, made };
    remembered.set(version, before);
  }
  const { made, found } = before;
  made.stored = asStored(made.stored, known);
  return found.length === 0
    ? made
    : { stored: made.stored, issues: [...found, ...made.issues] };
}
