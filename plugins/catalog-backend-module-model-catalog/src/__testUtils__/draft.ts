import { draftEntities } from '../entities';
import { refsOf } from '../entities/refs';
import type { EntityInput } from '../entities';
import type { EntityContext } from '../entities/types';

/** Where the drafts say that cards are read. */
export const BASE = 'http://localhost:9090';
/** Who the drafts say manages them. */
export const LOCATION = 'ModelCatalogResourceEntityProvider:test';

/** The entities of some records, as they go into the validation. */
export function draft(...records: EntityInput[]) {
  return draftWith(records, {});
}

/** The same in a hub of which more is known. */
draft.with =
  (more: Partial<EntityContext>) =>
  (...records: EntityInput[]) =>
    draftWith(records, more);

function draftWith(
  records: readonly EntityInput[],
  more: Partial<EntityContext>,
) {
  const { drafts, issues } = draftEntities(records, {
    baseUrl: BASE,
    location: LOCATION,
    refs: new Map(records.map(record => [record.key, refsOf(record)[0]])),
    ...more,
  });
  return { entities: drafts.map(({ entity }) => entity), issues };
}
