import type { CatalogModel } from '../objects';
import type { CatalogReading } from './readCatalog';

/** What is remembered from reading to reading. */
export type Known = {
  models: ReadonlyMap<string, CatalogModel>;
  texts: ReadonlyMap<string, string>;
  /** Ids that the last complete reading did not have. */
  missing: ReadonlySet<string>;
};

export const NOTHING_KNOWN: Known = {
  models: new Map(),
  texts: new Map(),
  missing: new Set(),
};

/**
 * Lets a model go only when two complete readings in a row lack it: for up to a
 * minute after a restart the real catalog answers 200 with few rows or none.
 *
 * | in this reading | reading is | missing before | model |
 * |---|---|---|---|
 * | yes | any | any | shown, no longer missing |
 * | no | incomplete | any | shown, stays as missing as it was |
 * | no | complete | no | shown, missing from now on |
 * | no | complete | yes | gone |
 */
export function confirmAbsence(before: Known, reading: CatalogReading): Known {
  const models = new Map(reading.models.map(model => [model.id, model]));
  const texts = new Map(reading.texts);
  const missing = new Set<string>();
  const isComplete = reading.gaps.length === 0;
  for (const [id, model] of before.models) {
    const wasMissing = before.missing.has(id);
    if (models.has(id) || (isComplete && wasMissing)) {
      continue;
    }
    models.set(id, model);
    if (isComplete || wasMissing) {
      missing.add(id);
    }
    const card = model.cardDigest && before.texts.get(model.cardDigest);
    if (model.cardDigest && card !== undefined) {
      texts.set(model.cardDigest, card);
    }
  }
  return { models, texts, missing };
}
