import type { Request, Response } from 'express';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';

/** A client that takes nothing for this long is let go, milliseconds. */
const STALLED_MS = 20_000;

/** So is one that has not taken all after this; what is sent to it stays in memory so long. */
const LONGEST_MS = 120_000;

/** Bytes in which pieces of text are handed on. */
const BATCH_BYTES = 64 * 1024;

/** What was sent: bytes as they went out, headers not counted. */
export type Sent = { bytes: number; isWhole: boolean };

export type SendLimits = { stalledMs: number; longestMs: number };

export type Answer = {
  type: string;
  pieces: Iterable<string> | AsyncIterable<string>;
  limits?: SendLimits;
};

const GONE = new Set([
  'ABORT_ERR',
  'ECONNRESET',
  'EPIPE',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

function isGone(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    GONE.has(String(error.code))
  );
}

/** The first piece goes out at once, so that a client sees that it is answered. */
async function* batches(
  first: string,
  others: AsyncIterable<string>,
): AsyncGenerator<Buffer, void> {
  yield Buffer.from(first);
  let texts: string[] = [];
  let length = 0;
  for await (const piece of others) {
    texts.push(piece);
    length += piece.length;
    if (length >= BATCH_BYTES) {
      yield Buffer.from(texts.join(''));
      texts = [];
      length = 0;
    }
  }
  if (texts.length > 0) {
    yield Buffer.from(texts.join(''));
  }
}

/** What is left of an iterator, as something to iterate over once more. */
async function* rest(
  iterator: Iterator<string> | AsyncIterator<string>,
): AsyncGenerator<string, void> {
  try {
    for (;;) {
      const { done, value } = await iterator.next();
      if (done) {
        return;
      }
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}

function iteratorOf(pieces: Answer['pieces']) {
  return Symbol.asyncIterator in pieces
    ? pieces[Symbol.asyncIterator]()
    : pieces[Symbol.iterator]();
}

function takesGzip(request: Request): boolean {
  return request.acceptsEncodings('gzip', 'identity') === 'gzip';
}

/** Counts what goes through. */
function counter(sent: Sent): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sent.bytes += chunk.length;
      done(undefined, chunk);
    },
  });
}

/**
 * Sends pieces of text as fast as the client takes them, compressed where it
 * may be, and never holds more of them than a few. A client that goes away, or
 * takes too long, is no error.
 */
export async function sendPieces(
  request: Request,
  response: Response,
  { type, pieces, limits }: Answer,
): Promise<Sent> {
  const sent: Sent = { bytes: 0, isWhole: false };
  const isGzip = takesGzip(request);
  const isHead = request.method === 'HEAD';
  const iterator = iteratorOf(pieces);
  // What fails here is still answered with a status of its own.
  const first = isHead ? undefined : await iterator.next();
  response.type(type).vary('Accept-Encoding');
  if (isGzip) {
    response.set('Content-Encoding', 'gzip');
  }
  if (!first) {
    response.end();
    return { bytes: 0, isWhole: true };
  }
  const { stalledMs, longestMs } = limits ?? {
    stalledMs: STALLED_MS,
    longestMs: LONGEST_MS,
  };
  response.setTimeout(stalledMs, () => response.destroy());
  const signal = AbortSignal.timeout(longestMs);
  const source = Readable.from(
    first.done ? [] : batches(first.value, rest(iterator)),
    { highWaterMark: 2 },
  );
  const count = counter(sent);
  try {
    if (isGzip) {
      // Each batch is given out as soon as it is compressed.
      const gzip = createGzip({ level: 4, flush: constants.Z_SYNC_FLUSH });
      await pipeline(source, gzip, count, response, { signal });
    } else {
      await pipeline(source, count, response, { signal });
    }
    sent.isWhole = true;
  } catch (error) {
    if (!isGone(error)) {
      throw error;
    }
  }
  return sent;
}
