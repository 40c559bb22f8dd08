import type { CardRef } from '@model-catalog/common';
import { canonical } from '../plan/canonical';
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

function isSame(a: VersionParts, b: VersionParts): boolean {
  return (
    a.options === b.options &&
    a.catalogModel === b.catalogModel &&
    a.servedName === b.servedName &&
    a.card?.key === b.card?.key &&
    a.card?.digest === b.card?.digest &&
    a.identity.key === b.identity.key &&
    a.identity.name === b.identity.name &&
    a.identity.uri === b.identity.uri
  );
}

/** What the store holds, if it is the same: one copy of it is enough. */
function asStored(
  made: StoredRecord,
  known: StoredRecord | undefined,
): StoredRecord {
  return known && canonical(known) === canonical(made) ? known : made;
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
  if (before && isSame(before.parts, parts)) {
    return before.made;
  }
  const { stored, issues } = make();
  const made = { stored: asStored(stored, known), issues };
  remembered.set(version, { parts, made });
  return made;
}
