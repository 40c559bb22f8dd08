import {
  type BeginLine,
  CHANGES_VERSION,
  type SourceStatus,
} from '@model-catalog/common';
import type { Difference } from './history';
import { jsonOf, type LocationView } from './records';

export type ChangesInput = {
  view: LocationView;
  sources: readonly SourceStatus[];
  /** Keys that were removed by decision, for answers with every record. */
  removed: readonly string[];
  /** RFC 3339. */
  generatedAt: string;
  /** Absent when every record is to follow. */
  change?: { since: string; difference: Difference };
};

const line = (value: object) => `${JSON.stringify(value)}\n`;

/** The lines of an answer, each with its end; see `ChangesLine`. */
export function* changesText(input: ChangesInput): Generator<string> {
  const { view, sources, removed, generatedAt, change } = input;
  const gone = change?.difference.removed ?? new Set<string>();
  const keys = change?.difference.changed ?? new Set(view.records.keys());
  const count = keys.size + gone.size;
  yield line({
    type: 'begin',
    schemaVersion: CHANGES_VERSION,
    revision: view.revision,
    since: change?.since,
    generatedAt,
    sources: [...sources],
    // What is gone since a revision is said line by line.
    removed: change ? [] : [...removed],
    count,
  } satisfies BeginLine);
  for (const key of gone) {
    yield line({ type: 'removed', key });
  }
  for (const key of keys) {
    const record = view.records.get(key);
    if (record) {
      yield `{"type":"record","record":${jsonOf(record)}}\n`;
    }
  }
  yield line({ type: 'end', count });
}
