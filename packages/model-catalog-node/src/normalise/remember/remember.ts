import type { CardRef } from '@model-catalog/common';
import { isSameRecord } from '../../plan/isSame';
import type { StoredRecord } from '../../records/stored';
import type { CatalogModel, RegistryVersion } from '../../sources/objects';
import type { Issue } from '../../sources/types';
import type { CatalogIndex } from '../model/cards';
import type { Identity } from '../identity/identities';
import type { NormaliseOptions } from '../types';

/** What all records are made of; one object as long as it is the same. */
export type Scope = { options: NormaliseOptions; catalog: CatalogIndex };

/** The scope of the run before. */
export type ScopeMemory = { scope?: Scope };

export function scopeOf(
  options: NormaliseOptions,
  catalog: CatalogIndex,
  memory: ScopeMemory,
): Scope {
  const { scope } = memory;
  const one =
    scope?.options === options && scope.catalog === catalog
      ? scope
      : { options, catalog };
  memory.scope = one;
  return one;
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

type Remembered = VersionParts & {
  scope: Scope;
  /** What was found in the scope. */
  found: readonly Issue[];
  /** What was found while the record was made. */
  issues: readonly Issue[];
  stored: StoredRecord;
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
  { gather, make }: Ways,
): Made {
  const before = remembered.get(version);
  const isSettled =
    before?.scope === scope &&
    before.servedName === servedName &&
    isSameIdentity(before.identity, identity);
  const one = isSettled
    ? before
    : renewed(before, { scope, identity, servedName }, { gather, make });
  one.stored = asStored(one.stored, known);
  if (one !== before) {
    remembered.set(version, one);
  }
  const { stored, found, issues } = one;
  return {
    stored,
    issues: found.length === 0 ? issues : [...found, ...issues],
  };
}

type Ways = {
  gather: () => Gathered;
  make: (parts: VersionParts) => Made;
};

/** Written out field by field: there are thousands. */
function renewed(
  before: Remembered | undefined,
  { scope, identity, servedName }: Omit<VersionLook, 'known'>,
  { gather, make }: Ways,
): Remembered {
  const { catalogModel, card, issues: found } = gather();
  const { options } = scope;
  const parts = { identity, catalogModel, card, servedName, options };
  const isSame = before !== undefined && areSameParts(before, parts);
  const { stored, issues } = isSame ? before : make(parts);
  return {
    identity,
    catalogModel,
    card,
    servedName,
    options,
    scope,
    found,
    issues,
    stored,
  };
}
