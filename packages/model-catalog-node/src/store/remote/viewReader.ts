import type { StoreView } from '../types';
import { StoreError } from '../types';
import { fromWireError } from './errors';
import { type ViewBegin, ViewLine } from './wire';

/** A view whose records are whatever the reader makes of them. */
export type RemoteView<T> = Omit<StoreView, 'records'> & {
  records: ReadonlyMap<string, T>;
};

/** How a line becomes a record, and when a new one may be left for the one before. */
export type RecordMaker<T> = {
  /** Throws when the line is not one. */
  make(line: { record: unknown; facets?: unknown }): { key: string; value: T };
  isSame(a: T, b: T): boolean;
};

/** What was sent, of which the answer need not speak. */
export type Sent<T> = {
  upsert: ReadonlyMap<string, T>;
  remove: readonly string[];
};

/** A view and the tag by which the server knows it. */
export type Tagged<T> = { tag: string; view: RemoteView<T> };

const broken = (why: string) =>
  new StoreError(`The answer of storage-rest cannot be used: ${why}`);

function parseLine(text: string): ViewLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw broken('a line of it is no JSON');
  }
  const parsed = ViewLine.safeParse(value);
  if (!parsed.success) {
    throw broken(
      'a line of it is unknown to this release; the images of one pod must be of one release',
    );
  }
  return parsed.data;
}

function viewOf<T>(
  { size, missingTexts, ...begin }: ViewBegin,
  records: ReadonlyMap<string, T>,
): RemoteView<T> {
  if (records.size !== size) {
    throw broken(`${records.size} records are there where ${size} should be`);
  }
  const {
    type: _type,
    format: _format,
    tag: _tag,
    isDelta: _isDelta,
    omitsSent: _omitsSent,
    ...fields
  } = begin;
  return {
    ...fields,
    records,
    ...(missingTexts && { missingTexts: new Set(missingTexts) }),
  };
}

/** In the order of their keys, so that every reader of one revision lists the same. */
function inOrder<T>(records: Map<string, T>): Map<string, T> {
  let before: string | undefined;
  for (const key of records.keys()) {
    if (before !== undefined && key < before) {
      return new Map([...records].sort(([a], [b]) => (a < b ? -1 : 1)));
    }
    before = key;
  }
  return records;
}

/** The records that an answer begins with. */
function startOf<T>(
  { isDelta, omitsSent }: ViewBegin,
  before: Tagged<T> | undefined,
  sent: Sent<T> | undefined,
): Map<string, T> {
  const records = new Map(isDelta ? before?.view.records : undefined);
  if (omitsSent && sent) {
    for (const [key, value] of sent.upsert) {
      records.set(key, value);
    }
    for (const key of sent.remove) {
      records.delete(key);
    }
  }
  return records;
}

/**
 * Reads an answer that holds a view. Records that did not change are the very
 * objects of the view before. Nothing is taken of an answer that was cut off.
 * Throws the error that it holds.
 */
export async function readView<T>(
  lines: AsyncIterable<string>,
  maker: RecordMaker<T>,
  { before, sent }: { before?: Tagged<T>; sent?: Sent<T> } = {},
): Promise<Tagged<T>> {
  let begin: ViewBegin | undefined;
  let records = new Map<string, T>();
  let count = 0;
  for await (const text of lines) {
    const line = parseLine(text);
    if (line.type === 'busy') {
      continue;
    }
    if (line.type === 'error') {
      throw fromWireError(line.error);
    }
    if (line.type === 'begin') {
      begin = line;
      records = startOf(begin, before, sent);
      continue;
    }
    if (!begin) {
      throw broken('it has no beginning');
    }
    if (line.type === 'end') {
      if (line.count !== count) {
        throw broken(`${count} lines came where ${line.count} should`);
      }
      return { tag: begin.tag, view: viewOf(begin, inOrder(records)) };
    }
    count += 1;
    if (line.type === 'removed') {
      records.delete(line.key);
    } else {
      const { key, value } = maker.make(line);
      const known = before?.view.records.get(key);
      const isKnown = known !== undefined && maker.isSame(known, value);
      records.set(key, isKnown ? known : value);
    }
  }
  throw broken('it was cut off');
}
