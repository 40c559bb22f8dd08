import { blobsOf, type StoredRecord } from '../records/stored';
import { LongText, LongTexts } from '../sources/longText';
import type { StoreView } from '../store/types';
import type { Known } from './known';

/** What one term of leading leaves to the next one of the same process. */
export type Remembered = Pick<
  StoreView,
  'records' | 'completedSources' | 'status'
> & {
  /** Under which it was written. */
  epoch?: number;
  /** Those that were at hand of what is known. */
  texts?: LongTexts;
};

/** What passes from term to term; empty while one goes on that has read the store. */
export type Recollection = { past?: Remembered };

type Past = Pick<StoreView, 'records' | 'completedSources' | 'status'>;

/** Whether nobody else can have written between two terms: each claim has an epoch of its own. */
function isNext(before: number | undefined, epoch: number | undefined) {
  const isKnown = before !== undefined && epoch !== undefined;
  return isKnown && (epoch === before || epoch === before + 1);
}

/**
 * What a process that led before knows when it reads the store again.
 *
 * | the store is | another led since | a record counts |
 * |---|---|---|
 * | whole | any | as it is stored; nothing is recalled (`undefined`) |
 * | torn, edited or emptied | no | as remembered, else as stored |
 * | torn, edited or emptied | yes, or it is not known | as stored, else as remembered, if the store does not say that it was removed |
 */
export function recall(
  view: StoreView,
  memory: Remembered | undefined,
  epoch: number | undefined,
): Past | undefined {
  const isWhole = view.synced && view.unfinished !== true;
  if (isWhole || !memory) {
    return undefined;
  }
  return {
    records: isNext(memory.epoch, epoch)
      ? new Map([...view.records, ...memory.records])
      : new Map([...notRemoved(view, memory), ...view.records]),
    completedSources: [
      ...new Set([...view.completedSources, ...memory.completedSources]),
    ],
    status: view.status ?? memory.status,
  };
}

function notRemoved(
  { status }: StoreView,
  { records }: Remembered,
): [string, StoredRecord][] {
  const removed = new Set(status?.removed);
  return [...records].filter(([key]) => !removed.has(key));
}

function* digestsOf(
  { servers, registries, catalogs, apis, offerings }: Known,
  records: StoreView['records'],
) {
  for (const record of records.values()) {
    yield* blobsOf(record);
  }
  for (const { apiSpecDigest } of servers) {
    yield apiSpecDigest;
  }
  for (const object of [...registries.values()].flat()) {
    if (object.type === 'version') {
      yield object.apiSpecDigest;
      yield object.readmeDigest;
    }
  }
  for (const { cardDigest } of [...catalogs.values()].flat()) {
    yield cardDigest;
  }
  for (const { definitionDigest } of apis) {
    yield definitionDigest;
  }
  for (const { documentDigest } of [...offerings.values()].flat()) {
    yield documentDigest;
  }
}

/**
 * The texts of what is known that this process still holds: the sources of the
 * next term may not get them again, such as that of a server that was stopped.
 */
export function textsAtHand(
  known: Known,
  records: StoreView['records'],
): LongTexts {
  const texts = new LongTexts();
  for (const digest of digestsOf(known, records)) {
    const text = digest === undefined ? undefined : LongText.known(digest);
    if (text) {
      texts.add(text);
    }
  }
  return texts;
}
