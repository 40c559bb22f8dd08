import {
  type CatalogRecord,
  SNAPSHOT_VERSION,
  type Snapshot,
  type SourceStatus,
} from '@model-catalog/common';
import type { StoreView } from '../store/types';
import { type TextOf, withDefinition } from './texts';

export type SnapshotInput = {
  view: StoreView;
  sources: readonly SourceStatus[];
  /** Keys of the records that were removed last. */
  removed?: readonly string[];
  /** RFC 3339. */
  generatedAt: string;
  textOf: TextOf;
};

/** Everything in one answer, definitions filled in; and which of them were missing. */
export async function toSnapshot(
  input: SnapshotInput,
): Promise<{ snapshot: Snapshot; issues: readonly string[] }> {
  const { view, sources, removed = [], generatedAt, textOf } = input;
  const records: CatalogRecord[] = [];
  const issues: string[] = [];
  for (const { record } of view.records.values()) {
    if (record.kind === 'server') {
      const filled = await withDefinition(record.server, textOf);
      records.push({ ...record, server: filled.server });
      issues.push(...filled.issues);
    } else {
      records.push(record);
    }
  }
  return {
    snapshot: {
      schemaVersion: SNAPSHOT_VERSION,
      revision: view.revision,
      generatedAt,
      sources: [...sources],
      records,
      removed: [...removed],
    },
    issues,
  };
}
