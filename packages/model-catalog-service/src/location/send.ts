import type { Request, Response } from 'express';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip, gzipSync } from 'node:zlib';
import { batches, begin, type Begun, type Pieces } from './pieces';

/** Of zlib: more costs time and saves little. */
const LEVEL = 4;

/** Shorter answers are not compressed, bytes. */
const WORTH_GZIP = 1024;

/** What was sent: bytes as they went out, headers not counted. */
export type Sent = { bytes: number; isWhole: boolean };

/** Milliseconds. */
export type SendLimits = {
  /** A client that takes nothing for this long is let go. */
  stalledMs: number;
  /** So is one that has not taken all after this: what is sent to it stays in memory so long. */
  longestMs: number;
};

const LIMITS: SendLimits = { stalledMs: 20_000, longestMs: 120_000 };

export type Answer = {
  type: string;
  pieces: Pieces;
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

/** Sets the headers; gives what the body goes through, or the body where it is short. */
function encode(request: Request, response: Response, begun: Begun) {
  const isShort = !begun.others;
  const body = isShort ? Buffer.from(begun.first) : undefined;
  response.vary('Accept-Encoding');
  if (!takesGzip(request) || (body && body.length < WORTH_GZIP)) {
    return { source: body ? [body] : batches(begun) };
  }
  response.set('Content-Encoding', 'gzip');
  return body
    ? // At once: a change must not wait for threads that are busy otherwise.
      { source: [gzipSync(body, { level: LEVEL })] }
    : {
        source: batches(begun),
        // Each batch is given out as soon as it is compressed.
        gzip: createGzip({ level: LEVEL, flush: constants.Z_SYNC_FLUSH }),
      };
}

/**
 * Sends pieces of text as fast as the client takes them, compressed where it
 * may be, and never holds more of them than a few. A client that goes away, or
 * takes too long, is no error.
 */
export async function sendPieces(
  request: Request,
  response: Response,
  { type, pieces, limits = LIMITS }: Answer,
): Promise<Sent> {
  const sent: Sent = { bytes: 0, isWhole: false };
  if (request.method === 'HEAD') {
    response.type(type).vary('Accept-Encoding').end();
    return { bytes: 0, isWhole: true };
  }
  // What fails here is still answered with a status of its own.
  const begun = await begin(pieces);
  response.type(type);
  const { source, gzip } = encode(request, response, begun);
  response.setTimeout(limits.stalledMs, () => response.destroy());
  const signal = AbortSignal.timeout(limits.longestMs);
  const from = Readable.from(source, { highWaterMark: 2 });
  const count = counter(sent);
  try {
    await (gzip
      ? pipeline(from, gzip, count, response, { signal })
      : pipeline(from, count, response, { signal }));
    sent.isWhole = true;
  } catch (error) {
    if (!isGone(error)) {
      throw error;
    }
  }
  return sent;
}
