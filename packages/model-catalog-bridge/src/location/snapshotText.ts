import type { Response } from 'express';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Snapshot } from '@model-catalog/common';

/** Records that are turned into text at once. */
const BATCH = 200;

/**
 * A snapshot as JSON, piece by piece: as one text, that of fifteen thousand
 * records would take 40 MB for a moment.
 */
export function* snapshotText({
  records,
  ...rest
}: Snapshot): Generator<string> {
  yield `${JSON.stringify(rest).slice(0, -1)},"records":[`;
  for (let from = 0; from < records.length; from += BATCH) {
    const texts = records
      .slice(from, from + BATCH)
      .map(record => JSON.stringify(record));
    yield `${from === 0 ? '' : ','}${texts.join(',')}`;
  }
  yield ']}';
}

/** Sends pieces of text as fast as the reader takes them; one that goes away is no error. */
export async function sendText(
  response: Response,
  pieces: Iterable<string>,
): Promise<void> {
  try {
    await pipeline(Readable.from(pieces), response);
  } catch (error) {
    const isGone =
      error instanceof Error &&
      'code' in error &&
      error.code === 'ERR_STREAM_PREMATURE_CLOSE';
    if (!isGone) {
      throw error;
    }
  }
}
