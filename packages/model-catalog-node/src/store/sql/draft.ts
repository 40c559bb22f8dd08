import { canonical } from '../../plan/canonical';
import { keyOf } from '../../records/stored';
import { tooLarge } from '../limits';
import { saysAll } from '../saysAll';
import type { Changes, RefusedRecord } from '../types';
import { type Entry, type Keep, encodeRow, removedRow, rowId } from './rows';
import { type Loaded, namedTexts } from './view';

/** A row to write: with a body, or as what is left of a record that was removed. */
export type WrittenRow =
  | ReturnType<typeof encodeRow>
  | ReturnType<typeof removedRow>;

/** What changes make of what is there: the rows to write, and everything afterwards. */
export type Draft = {
  rows: ReadonlyMap<string, WrittenRow>;
  removes: boolean;
  addTexts: ReadonlyMap<string, string>;
  dropTexts: readonly string[];
  after: Pick<Loaded, 'entries' | 'damaged' | 'texts'>;
  said: { synced: true; completed_sources: string; status: string | null };
  /** Whether anything but records and texts is new. */
  isSaidNew: boolean;
  refused: readonly RefusedRecord[];
};

export type DraftOptions = {
  /** The largest record that is taken, bytes of JSON. */
  maxBytes: number;
  keep: Keep;
};

/** Compares changes with what is there; pure. */
export function draftOf(
  loaded: Loaded,
  changes: Changes,
  options: DraftOptions,
): Draft {
  const written = changeRecords(loaded, changes, options);
  const { entries, damaged } = written;
  const named = namedTexts(entries);
  const isNew = ([digest]: [string, string]) =>
    named.has(digest) && !loaded.texts.has(digest);
  const addTexts = new Map([...changes.blobs].filter(isNew));
  // A damaged record may name any of them.
  const dropTexts =
    damaged.size > 0
      ? []
      : [...loaded.texts].filter(digest => !named.has(digest));
  const dropped = new Set(dropTexts);
  const texts = new Set(
    [...loaded.texts, ...addTexts.keys()].filter(text => !dropped.has(text)),
  );
  return {
    ...written,
    addTexts,
    dropTexts,
    after: { entries, damaged, texts },
    ...sayings(loaded, changes),
  };
}

function changeRecords(
  loaded: Loaded,
  changes: Changes,
  { maxBytes, keep }: DraftOptions,
) {
  const rows = new Map<string, WrittenRow>();
  const entries = new Map<string, Entry>(loaded.entries);
  const damaged = new Map(loaded.damaged);
  const refused: RefusedRecord[] = [];
  let removes = false;
  for (const key of changes.remove) {
    const wasDamaged = damaged.delete(rowId(key));
    if (entries.delete(key) || wasDamaged) {
      rows.set(rowId(key), removedRow(key));
      removes = true;
    }
  }
  for (const stored of changes.upsert) {
    const key = keyOf(stored);
    const row = encodeRow(stored);
    const bytes = Buffer.byteLength(row.body);
    if (bytes > maxBytes) {
      refused.push({ key, reason: tooLarge('the record', bytes, maxBytes) });
    } else if (entries.get(key)?.digest !== row.digest) {
      rows.set(row.id, row);
      entries.set(key, { stored: keep(stored), digest: row.digest });
      damaged.delete(row.id);
    }
  }
  if (saysAll(changes.status ?? loaded.view.status)) {
    const wanted = new Set(refused.map(({ key }) => rowId(key)));
    for (const [id, { key }] of damaged) {
      if (!wanted.has(id)) {
        rows.set(id, { id, key, digest: null, body: null });
        damaged.delete(id);
        removes = true;
      }
    }
  }
  return {
    rows,
    removes,
    refused,
    entries: rows.size > 0 ? entries : loaded.entries,
    damaged,
  };
}

function sayings({ state, view }: Loaded, changes: Changes) {
  const completed_sources = canonical(
    [...new Set(changes.completedSources)].sort(),
  );
  const status = changes.status ?? view.status;
  const said = {
    synced: true as const,
    completed_sources,
    status: status ? canonical(status) : null,
  };
  const isSaidNew =
    !state.synced ||
    said.completed_sources !== state.completed_sources ||
    said.status !== (state.status ?? null);
  return { said, isSaidNew };
}
