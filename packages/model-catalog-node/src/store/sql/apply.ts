import type { Transaction } from './database';
import type { Draft } from './draft';
import { inBatches } from './batches';
import { countRows, type StateRow } from './state';
import { dropTexts, putTexts } from './texts';
import { isMiscounted, type Loaded, withView } from './view';

type WriteOptions = { draft: Draft; where: string; above: number };

/** So many versions back a reader is told of removals; who is behind reads everything. */
const KEPT_VERSIONS = 1000;

/**
 * Writes a draft; the state row must be locked. Nothing is written when nothing
 * changes. A database that was set back (a standby took over, a backup) does
 * not use a version again: from `above` on all read everything anew.
 */
export async function writeDraft(
  transaction: Transaction,
  loaded: Loaded,
  { draft, where, above }: WriteOptions,
): Promise<Loaded> {
  const { state, counted } = loaded;
  const { damaged } = draft.after;
  const { rows, addTexts, after } = draft;
  const texts = addTexts.size + draft.dropTexts.length;
  const changesRecords = rows.size > 0 || isMiscounted(loaded);
  const isCountNew = counted !== undefined || damaged.size !== state.damaged;
  if (!changesRecords && texts === 0 && !draft.isSaidNew && !isCountNew) {
    return loaded;
  }
  const isSetBack = above > state.version;
  const version = Math.max(state.version, above) + 1;
  await putRows(transaction, draft, version);
  await putTexts(transaction, addTexts, version);
  await dropTexts(transaction, draft.dropTexts);
  const next: StateRow = {
    ...state,
    ...draft.said,
    version,
    revision: changesRecords ? version : state.revision,
    horizon: isSetBack ? version : await newHorizon(transaction, loaded, draft),
    ...(counted
      ? await countRows(transaction)
      : {
          records: after.entries.size + after.damaged.size,
          texts: after.texts.size,
        }),
    damaged: damaged.size,
  };
  const { store, epoch, ...columns } = next;
  await transaction.from('state').where({ id: 1 }).update(columns);
  return withView(
    { state: { ...columns, store, epoch }, ...after },
    where,
    loaded,
  );
}

async function putRows(
  { from }: Transaction,
  { rows }: Draft,
  changed: number,
): Promise<void> {
  const size = ({ body }: { body: string | null }) => body?.length ?? 0;
  for (const batch of inBatches(rows.values(), size)) {
    await from('records')
      .insert(batch.map(row => ({ ...row, changed })))
      .onConflict('id')
      .merge();
  }
}

/** Takes away what is left of records that were removed long ago. */
async function newHorizon(
  { from }: Transaction,
  { state: { horizon, version } }: Loaded,
  { removes }: Draft,
): Promise<number> {
  const oldest = version - KEPT_VERSIONS;
  if (!removes || oldest <= horizon) {
    return horizon;
  }
  const gone = await from('records')
    .whereNull('body')
    .where('changed', '<', oldest)
    .delete();
  return gone > 0 ? oldest : horizon;
}
