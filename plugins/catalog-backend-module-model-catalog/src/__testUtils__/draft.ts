import { draftEntities } from '../entities';
import { refsOf } from '../entities/refs';
import type { EntityInput } from '../entities';

/** Where the drafts say that cards are read. */
export const BASE = 'http://localhost:9090';
/** Who the drafts say manages them. */
export const LOCATION = 'ModelCatalogResourceEntityProvider:test';

/** The entities of some records, as they go into the validation. */
export function draft(...records: EntityInput[]) {
  const { drafts, issues } = draftEntities(records, {
    baseUrl: BASE,
    location: LOCATION,
    refs: new Map(records.map(record => [record.key, refsOf(record)[0]])),
  });
  return { entities: drafts.map(({ entity }) => entity), issues };
}
