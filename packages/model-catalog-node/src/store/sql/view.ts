import { digestOf } from '@model-catalog/common';
import { blobsOf, type StoredRecord } from '../../records/stored';
import type { StoreView } from '../types';
import type { Entry } from './rows';
import { readSaid, type RowCounts, type StateRow } from './state';

/** Of a row that cannot be read: its key as it is written there, and what to say. */
export type Damaged = { key: string; issue: string };

/** What an instance knows of the database at one version; never changed, only replaced. */
export type Loaded = {
  state: StateRow;
  entries: ReadonlyMap<string, Entry>;
  /** Rows that cannot be read, by id. */
  damaged: ReadonlyMap<string, Damaged>;
  /** Digests of the texts that are there. */
  texts: ReadonlySet<string>;
  /** How many rows there are, when these are not as many as the state says. */
  counted?: RowCounts;
  view: StoreView;
};

/** Digests of all texts that records name. */
export function namedTexts(entries: ReadonlyMap<string, Entry>): Set<string> {
  const named = new Set<string>();
  for (const { stored } of entries.values()) {
    for (const digest of blobsOf(stored)) {
      named.add(digest);
    }
  }
  return named;
}

type Found = Omit<Loaded, 'view'>;

/** Whether records came or went by hand. */
export function isMiscounted({ state, counted }: Found): boolean {
  return counted !== undefined && counted.records !== state.records;
}

/**
 * The revision names what its records are: where rows are damaged, or came or
 * went by hand, these rows are part of it.
 */
function revisionOf(found: Found): string {
  const { state, entries, damaged } = found;
  const revision = `${state.store}-${state.revision}`;
  if (damaged.size === 0 && !isMiscounted(found)) {
    return revision;
  }
  const lines = [...entries.values()].map(({ digest }) => digest).sort();
  return `${revision}-${digestOf(lines.join('\n')).slice(0, 12)}`;
}

/**
 * Why a view is not one that a writer left, so that readers keep the one from
 * before until the next write.
 *
 * | found | what happened |
 * |---|---|
 * | more or fewer records than the state says | somebody deleted or added some |
 * | damaged rows that no writer has seen | somebody changed them, or a disk did |
 * | records without a sync, or none after one | somebody deleted the state, or everything |
 */
function hasFlaws(found: Found, before?: Loaded): boolean {
  const { state, entries, damaged } = found;
  const wasSynced = before?.view.synced || before?.view.unfinished;
  const isForgotten = !state.synced && (entries.size > 0 || wasSynced === true);
  return isMiscounted(found) || damaged.size > state.damaged || isForgotten;
}

/** Puts the view together; unchanged records are the objects that they were. */
export function withView(found: Found, where: string, before?: Loaded): Loaded {
  const { state, entries, damaged, texts } = found;
  const { completedSources, status, issues } = readSaid(state);
  const records =
    before?.entries === entries
      ? before.view.records
      : new Map<string, StoredRecord>(
          [...entries].map(([key, { stored }]) => [key, stored]),
        );
  const named = namedTexts(entries);
  const missing = [...named].filter(digest => !texts.has(digest));
  const miscount = isMiscounted(found)
    ? [
        `Rows came or went by hand ${where}; the next complete run brings back what is missing`,
      ]
    : [];
  const isFlawed = hasFlaws(found, before);
  return {
    ...found,
    view: {
      revision: revisionOf(found),
      synced: state.synced,
      records,
      completedSources,
      issues: [
        ...issues,
        ...miscount,
        ...[...damaged.values()].map(({ issue }) => issue),
      ],
      needsRepair: isFlawed,
      unfinished: isFlawed,
      missingTexts: new Set(missing),
      status,
    },
  };
}
