import { z } from 'zod/v4';
import { keyOf as keyOfRecord } from '../../records/stored';
import type { Transaction } from './database';
import { decodeRow, type Entry, type Keep, keyOf, RecordRow } from './rows';
import { countRows, type RowCounts, type StateRow } from './state';
import { type Damaged, type Loaded, namedTexts, withView } from './view';

/** Rows that are held at once while many are read. */
const PAGE = 500;

export type LoadOptions = {
  state: StateRow;
  /** What this instance knows already. */
  known?: Loaded;
  /** Whether to look if there are as many rows as there must be. */
  count: boolean;
  where: string;
  keep: Keep;
  signal?: AbortSignal;
};

type Rows = Pick<Loaded, 'entries' | 'damaged' | 'texts'>;

/**
 * Reads what changed since `known`; everything when that is of another store
 * or too old, or when the rows are not as many as they must be.
 */
export async function load(
  transaction: Transaction,
  options: LoadOptions,
): Promise<Loaded> {
  const { state, known, where } = options;
  const base = known && isBefore(known.state, state) ? known : undefined;
  const counted =
    options.count || !base ? await countRows(transaction) : undefined;
  let rows = await readSince(transaction, options, base);
  if (base && counted && !isWhole(rows, counted)) {
    rows = await readSince(transaction, options);
  }
  const { entries, damaged, texts } = rows;
  const isRight =
    counted?.records === state.records && counted?.texts === state.texts;
  const odd = isRight ? undefined : counted;
  return withView(
    {
      state,
      ...{ entries, damaged, texts },
      counted: counted ? odd : base?.counted,
    },
    where,
    known,
  );
}

/** Whether all changes since `known` can still be told. */
function isBefore(known: StateRow, state: StateRow): boolean {
  return (
    known.store === state.store &&
    known.version <= state.version &&
    known.version >= state.horizon
  );
}

function isWhole(
  { entries, damaged, texts }: Rows,
  counted: RowCounts,
): boolean {
  return (
    entries.size + damaged.size === counted.records &&
    texts.size === counted.texts
  );
}

async function readSince(
  transaction: Transaction,
  { state, where, keep, signal }: LoadOptions,
  base?: Loaded,
): Promise<Rows> {
  if (base && base.state.version === state.version) {
    return base;
  }
  const since = base?.state.version ?? -1;
  const draft = {
    entries: new Map(base?.entries),
    damaged: new Map(base?.damaged),
  };
  let changed = 0;
  for await (const row of changedRows(transaction, since, signal)) {
    changed += 1;
    take(row, draft, { where, keep });
  }
  const entries = changed > 0 || !base ? draft.entries : base.entries;
  const { damaged } = draft;
  const texts = await readTexts(transaction, since, base);
  return {
    entries,
    damaged,
    texts: base ? kept(texts, entries, damaged) : texts,
  };
}

/** A text goes with the last record that names it, unless a damaged one might. */
function kept(
  texts: ReadonlySet<string>,
  entries: Loaded['entries'],
  damaged: Loaded['damaged'],
): ReadonlySet<string> {
  if (damaged.size > 0) {
    return texts;
  }
  const named = namedTexts(entries);
  return new Set([...texts].filter(digest => named.has(digest)));
}

type Draft = { entries: Map<string, Entry>; damaged: Map<string, Damaged> };

function take(
  row: RecordRow,
  { entries, damaged }: Draft,
  { where, keep }: Pick<LoadOptions, 'where' | 'keep'>,
) {
  const content = decodeRow(row, keep);
  const key =
    content.kind === 'record' ? keyOfRecord(content.entry.stored) : keyOf(row);
  damaged.delete(row.id);
  if (content.kind === 'record') {
    entries.set(key, content.entry);
    return;
  }
  entries.delete(key);
  if (content.kind === 'damaged') {
    const { reason } = content;
    const name = `Record ${row.key} (id ${row.id.slice(0, 12)}) ${where}`;
    damaged.set(row.id, {
      key: row.key,
      issue: `${name} is damaged and is left alone until it is written again, or nobody wants it: ${reason}`,
    });
  }
}

const Digests = z.array(z.object({ digest: z.string() }));
const Changed = z.array(RecordRow);

/** In pages by id, so that few are held at once. */
async function* changedRows(
  { from }: Transaction,
  since: number,
  signal?: AbortSignal,
): AsyncGenerator<RecordRow> {
  let after = '';
  for (;;) {
    signal?.throwIfAborted();
    const query = from('records')
      .select('id', 'key', 'digest', 'body')
      .where('id', '>', after)
      .orderBy('id')
      .limit(PAGE);
    // Removals concern only who knew the records before.
    const rows = Changed.parse(
      await (since < 0
        ? query.whereNotNull('body')
        : query.where('changed', '>', since)),
    );
    yield* rows;
    if (rows.length < PAGE) {
      return;
    }
    after = rows.at(-1)?.id ?? after;
  }
}

async function readTexts(
  { from }: Transaction,
  since: number,
  base?: Loaded,
): Promise<ReadonlySet<string>> {
  const rows = Digests.parse(
    await from('texts').select('digest').where('changed', '>', since),
  );
  return base && rows.length === 0
    ? base.texts
    : new Set([...(base?.texts ?? []), ...rows.map(({ digest }) => digest)]);
}
