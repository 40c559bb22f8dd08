import type { CardRef } from '@model-catalog/common';
import { isSameRecord } from '../plan/isSame';
import type { StoredRecord } from '../records/stored';
import type { CatalogModel, RegistryVersion } from '../sources/objects';
import type { Issue } from '../sources/types';
import type { Identity } from './modelRecord';
import type { NormaliseOptions } from './types';

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

const remembered = new WeakMap<
  RegistryVersion,
  { parts: VersionParts; made: Made }
>();

const isSameCard = (a: CardRef | undefined, b: CardRef | undefined) =>
  a?.key === b?.key && a?.digest === b?.digest;

const isSameIdentity = (a: Identity, b: Identity) =>
  a.key === b.key && a.name === b.name && a.uri === b.uri;

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

/**
 * Makes the record of a version, once for the same parts: of fifteen thousand
 * versions few have changed since the run before. Parts are the same when they
 * are the same objects.
 */
export function rememberVersion(
  version: RegistryVersion,
  {
    parts,
    known,
    make,
  }: { parts: VersionParts; known: StoredRecord | undefined; make: () => Made },
): Made {
  const before = remembered.get(version);
  if (before && areSameParts(before.parts, parts)) {
    return before.made;
  }
  const { stored, issues } = make();
  const made = { stored: asStored(stored, known), issues };
  remembered.set(version, { parts, made });
  return made;
}
