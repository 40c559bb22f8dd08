import { badRequest, notFound } from './errors';
import { parseId } from './ids';
import { EntityTable, Fields, Row, Stored } from './table';

/** How single objects are looked up: by name (in a parent) or external id. */
export interface LookupQuery {
  readonly name?: string;
  readonly externalId?: string;
  readonly parentResourceId?: string;
}

/** The row of an id in text, or 400 for no number, 404 for no row. */
export function requireRow<F extends Fields>(
  table: EntityTable<F>,
  id: string,
  label: string,
): Row<F> {
  const row = table.get(parseId(id, label));
  if (!row) {
    throw notFound(`no ${label} found for id ${id}`);
  }
  return row;
}

export interface LookupTexts {
  /** The plural in "no ... found for". */
  readonly found: string;
  /** The parameters as the messages list them. */
  readonly parameters: string;
  /** What to supply, in the message of a call that lacks it. */
  readonly supply: string;
}

/**
 * One object by stored name, external id, or both.
 *
 * | name | external id | answer                               |
 * |------|-------------|--------------------------------------|
 * | no   | no          | 400                                  |
 * | yes  | no          | the row of that name, else 404       |
 * | no   | yes         | the row of that external id, else 404|
 * | yes  | yes         | the row that has both, else 404      |
 */
export function findRow<F extends Fields>(
  table: EntityTable<F>,
  key: { storedName?: string; externalId?: string },
  texts: LookupTexts,
): Stored<F> {
  if (key.storedName === undefined && key.externalId === undefined) {
    throw badRequest(`invalid parameters call, supply either ${texts.supply}`);
  }
  const byName =
    key.storedName === undefined ? undefined : table.findByName(key.storedName);
  const byExternalId =
    key.externalId === undefined
      ? undefined
      : table.findByExternalId(key.externalId);
  const candidates = [
    ...(key.storedName === undefined ? [] : [byName]),
    ...(key.externalId === undefined ? [] : [byExternalId]),
  ];
  const [first] = candidates;
  if (!first || candidates.some(row => row?.id !== first.id)) {
    throw notFound(`no ${texts.found} found for ${texts.parameters}`);
  }
  return first.value;
}

/** Empty query parameters count as absent. */
export function given(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

/** What a query gives, of objects whose name is stored with the id of their parent. */
export function lookupInParent(
  query: LookupQuery,
  idOf: (parent: string) => string | number = parent => parent,
) {
  const name = given(query.name);
  const parent = given(query.parentResourceId);
  return {
    name,
    parent,
    externalId: given(query.externalId),
    storedName:
      name !== undefined && parent !== undefined
        ? `${idOf(parent)}:${name}`
        : undefined,
  };
}

/** A patch's fields that are present; absent ones must not erase what is stored. */
export function present<T extends object>(patch: T): Partial<T> {
  const result: Partial<T> = { ...patch };
  for (const [key, value] of Object.entries(result)) {
    if (value === undefined) {
      Reflect.deleteProperty(result, key);
    }
  }
  return result;
}
