import type { CatalogModel } from '../objects';
import type { CatalogReading } from './readCatalog';

/** What is remembered from reading to reading. */
export type Known = {
  models: ReadonlyMap<string, CatalogModel>;
  texts: ReadonlyMap<string, string>;
  /** Ids that the last complete reading did not have, with the time since when; milliseconds. */
  missing: ReadonlyMap<string, number>;
};

export const NOTHING_KNOWN: Known = {
  models: new Map(),
  texts: new Map(),
  missing: new Map(),
};

/**
 * Lets a model go only when two complete readings lack it that are `settleMs`
 * apart, and none between them has it: for up to a minute after a restart the
 * real catalog answers 200 with few rows or none.
 *
 * | in this reading | reading is | missing before | model |
 * |---|---|---|---|
 * | yes | any | any | shown, no longer missing |
 * | no | incomplete | any | shown, stays as missing as it was |
 * | no | complete | no | shown, missing from now on |
 * | no | complete | for less than `settleMs` | shown, stays missing since then |
 * | no | complete | for `settleMs` or longer | gone |
 */
export function confirmAbsence(
  before: Known,
  reading: CatalogReading,
  { now, settleMs }: { now: number; settleMs: number },
): Known {
  const models = new Map(reading.models.map(model => [model.id, model]));
  const texts = new Map(reading.texts);
  const missing = new Map<string, number>();
  const isComplete = reading.gaps.length === 0;
  for (const [id, model] of before.models) {
    const since = before.missing.get(id);
    const isSettled = since !== undefined && now - since >= settleMs;
    if (models.has(id) || (isComplete && isSettled)) {
      continue;
    }
    models.set(id, model);
    if (isComplete || since !== undefined) {
      missing.set(id, since ?? now);
    }
    const card = model.cardDigest && before.texts.get(model.cardDigest);
    if (model.cardDigest && card !== undefined) {
      texts.set(model.cardDigest, card);
    }
  }
  return { models, texts, missing };
}
