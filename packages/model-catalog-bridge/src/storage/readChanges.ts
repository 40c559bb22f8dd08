import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { digestOf } from '@model-catalog/common';
import {
  type Changes,
  StoreError,
  StoredRecord,
  storeWire,
  TextMap,
} from '@model-catalog/node';

/** Largest body of an apply, bytes; 20,000 records and their texts take about 100 MB. */
const MAX_BYTES = 512 * 1024 * 1024;
/** Largest line, characters: a text of an API definition. */
const MAX_LINE = 32 * 1024 * 1024;

/** As they come: a stream of bytes. */
const piecesOf = (body: Readable): AsyncIterable<Buffer> => body;

/** The lines of a request's body, of bounded length. */
async function* bodyLines(body: Readable): AsyncGenerator<string> {
  let bytes = 0;
  let parts: string[] = [];
  let length = 0;
  const decoder = new StringDecoder('utf8');
  for await (const chunk of piecesOf(body)) {
    bytes += chunk.length;
    const [first = '', ...others] = decoder.write(chunk).split('\n');
    parts.push(first);
    length += first.length;
    for (const next of others) {
      yield parts.join('');
      parts = [next];
      length = next.length;
    }
    if (bytes > MAX_BYTES || length > MAX_LINE) {
      throw new StoreError('The request is larger than storage-rest takes');
    }
  }
  if (length > 0) {
    yield parts.join('');
  }
}

/** What is kept of a record in memory. */
export type Keep = (stored: StoredRecord) => StoredRecord;

/** What an apply asks for. */
export type ApplyRequest = {
  begin: storeWire.ApplyBegin;
  changes: Changes;
};

const broken = (why: string) =>
  new StoreError(`The changes sent to storage-rest cannot be used: ${why}`);

function parse(text: string): storeWire.ApplyLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw broken('a line is no JSON');
  }
  const parsed = storeWire.ApplyLine.safeParse(value);
  if (!parsed.success) {
    throw broken(
      'a line is unknown to this release; the images of one pod must be of one release',
    );
  }
  return parsed.data;
}

/**
 * Reads the body of an apply. Nothing is taken of one that was cut off.
 * @param keep - what is kept of each record, as soon as it is read
 */
export async function readChanges(
  body: Readable,
  keep: Keep = stored => stored,
): Promise<ApplyRequest> {
  let begin: storeWire.ApplyBegin | undefined;
  const upsert: StoredRecord[] = [];
  const remove: string[] = [];
  const blobs = new TextMap();
  for await (const text of bodyLines(body)) {
    const line = parse(text);
    if (line.type === 'begin') {
      begin = line;
    } else if (line.type === 'record') {
      upsert.push(keep(StoredRecord.parse(line)));
    } else if (line.type === 'removed') {
      remove.push(line.key);
    } else if (line.type === 'text') {
      if (digestOf(line.text) !== line.digest) {
        throw broken(`a text is not that of its digest ${line.digest}`);
      }
      blobs.set(line.digest, line.text);
    } else if (
      !begin ||
      line.count !== upsert.length + remove.length + blobs.size
    ) {
      throw broken('some lines are missing');
    } else {
      const { completedSources, status } = begin;
      const changes = { upsert, remove, blobs, completedSources, status };
      return { begin, changes };
    }
  }
  throw broken('they were cut off');
}
