import type { ReadChanges } from '../../client/ChangesReader';
import type { View } from './View';

/** What an answer changed: keys of records, or everything. */
export type Touched = Set<string> | 'all';

function setBad(view: View, changes: ReadChanges) {
  const withoutKey = changes.bad.filter(({ key }) => key === undefined);
  for (const bad of changes.bad) {
    if (bad.key !== undefined) {
      view.bad.set(bad.key, bad);
    }
  }
  return withoutKey;
}

function takeEverything(view: View, changes: ReadChanges): Touched {
  const unreadable = new Set(changes.bad.map(({ key }) => key));
  const told = new Set(changes.records.map(({ key }) => key));
  for (const key of [...view.keys()]) {
    // Of a record that cannot be read now, the last that could be stands.
    if (!told.has(key) && !unreadable.has(key)) {
      view.delete(key);
    }
  }
  view.bad.clear();
  for (const record of changes.records) {
    view.put(record);
  }
  view.unknown = setBad(view, changes);
  return 'all';
}

/** Brings the view up to date with an answer. */
export function takeOver(view: View, changes: ReadChanges): Touched {
  if (changes.since === undefined) {
    return takeEverything(view, changes);
  }
  const touched = new Set<string>();
  const touch = (keys: Iterable<string>) => {
    for (const key of keys) {
      touched.add(key);
    }
  };
  for (const key of changes.gone) {
    touch(view.delete(key));
  }
  for (const record of changes.records) {
    touch(view.put(record));
  }
  view.unknown = [...view.unknown, ...setBad(view, changes)];
  return touched;
}
