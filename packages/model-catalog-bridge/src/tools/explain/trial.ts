import {
  keyOf,
  type NormaliseOptions,
  replay,
  type StoredRecord,
} from '@model-catalog/node';
import { type Draft, draftEntities, refsOf } from '../../export/plugins';
import { type Fields, fieldsOf } from './fields';

/** What an entity is made of, to be made again with something changed. */
export type Trial = {
  records: readonly StoredRecord[];
  normalise: NormaliseOptions;
  /** As the hub is configured. */
  hub: { baseUrl: string; id: string };
};

/** The entity that is explained. */
export type Target = { draft: Draft; stored: readonly StoredRecord[] };

/** The entities of some records. */
export function draftsOf(
  { records, normalise, hub }: Trial,
  stored: readonly StoredRecord[],
): Draft[] {
  const made = replay(records, stored, normalise).map(({ record }) => record);
  return draftEntities(made, {
    baseUrl: hub.baseUrl,
    location: `ModelCatalogResourceEntityProvider:${hub.id}`,
    refs: new Map(made.map(record => [record.key, refsOf(record)[0]])),
  }).drafts;
}

/** The entity in a trial; under another key where its name is what was changed. */
export function sameIn(
  trial: Trial,
  { draft, stored }: Target,
): Fields | undefined {
  const { kind } = draft.entity;
  const drafts = draftsOf(trial, stored).filter(
    ({ entity }) => entity.kind === kind,
  );
  const known = new Set(stored.map(keyOf));
  const found =
    drafts.find(({ key }) => key === draft.key) ??
    drafts.find(({ key }) => !known.has(key));
  return found && fieldsOf(found.entity);
}

/** The fields that come out otherwise. */
export function differing(base: Fields, other: Fields | undefined): string[] {
  return other === undefined
    ? []
    : [...base].flatMap(([field, value]) =>
        other.get(field) === value ? [] : [field],
      );
}
