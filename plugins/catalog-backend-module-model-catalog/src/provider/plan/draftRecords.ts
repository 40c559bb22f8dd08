import {
  draftEntities,
  type Draft,
  type EntityInput,
  type Issue,
  refsOf,
} from '../../entities';
import type { View } from '../session/View';

type Context = Parameters<typeof draftEntities>[1];

/** A draft and the record that it is made of. */
export type RecordDraft = Draft & { record: EntityInput };

/**
 * Makes the entities of some records of a view. What they relate to is drafted
 * with them, since relations are written on both sides, and left out again.
 *
 * @param kept - references of records that are not in the view and whose entities stay
 */
export function draftRecords(
  keys: readonly string[],
  view: View,
  context: Omit<Context, 'refs'> & { kept: ReadonlyMap<string, string> },
): {
  drafts: RecordDraft[];
  issues: Issue[];
  /** References of entities that could not be made, with the keys of their records. */
  failed: ReadonlyMap<string, string>;
} {
  const { kept, ...rest } = context;
  const wanted = new Set(keys);
  const around = new Set([
    ...keys,
    ...keys.flatMap(key => view.neighboursOf(key)),
  ]);
  const records = [...around].flatMap(key => view.get(key) ?? []);
  const refs = new Map(kept);
  for (const key of around) {
    const ref = view.refOf(key);
    if (ref !== undefined) {
      refs.set(key, ref);
    }
  }
  const { drafts, issues, ...all } = draftEntities(records, { ...rest, refs });
  const made = drafts.flatMap(draft => {
    const record = wanted.has(draft.key) ? view.get(draft.key) : undefined;
    return record ? [{ ...draft, record }] : [];
  });
  const failed = new Map(
    all.failed
      .filter(({ key }) => wanted.has(key))
      .flatMap(record => refsOf(record).map(ref => [ref, record.key])),
  );
  const own = new Set([...made.map(({ ref }) => ref), ...failed.keys()]);
  return {
    drafts: made,
    issues: issues.filter(({ ref }) => own.has(ref)),
    failed,
  };
}
