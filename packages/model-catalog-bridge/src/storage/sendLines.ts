import type { Response } from 'express';
import { once } from 'node:events';
import { delay, inPieces, storeWire, toWireError } from '@model-catalog/node';

/** A client that takes nothing for this long is let go, milliseconds. */
const STALLED_MS = 60_000;

/** Aborts when the client has gone. */
export function goneSignal(response: Response): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return gone.signal;
}

async function write(response: Response, text: string): Promise<void> {
  if (!response.destroyed && !response.write(text)) {
    const gone = new AbortController();
    const stop = () => gone.abort();
    response.once('close', stop);
    await once(response, 'drain', { signal: gone.signal }).catch(() => {});
    response.off('close', stop);
  }
}

export function beginLines(response: Response): void {
  response.setTimeout(STALLED_MS, () => response.destroy());
  response.status(200).type('application/x-ndjson');
  response.set('Cache-Control', 'no-store');
  response.flushHeaders();
}

/** Says from time to time that we are still there, until the signal aborts. */
export async function keepBusy(
  response: Response,
  signal: AbortSignal,
): Promise<void> {
  const line = `${JSON.stringify({ type: 'busy' })}\n`;
  for (;;) {
    await delay(storeWire.BUSY_MS, signal);
    if (signal.aborted || response.destroyed) {
      return;
    }
    response.write(line);
  }
}

/**
 * Answers with lines that take time to come about, as fast as the client takes
 * them; an error is the last line then.
 */
export async function sendLines(
  response: Response,
  make: () => Promise<Iterable<storeWire.ViewLine | string>>,
): Promise<void> {
  beginLines(response);
  const made = new AbortController();
  void keepBusy(response, made.signal);
  try {
    const lines = await make();
    made.abort();
    for (const piece of inPieces(lines)) {
      if (response.destroyed) {
        return;
      }
      await write(response, piece);
    }
  } catch (error) {
    const line = { type: 'error', error: toWireError(error) };
    response.write(`${JSON.stringify(line)}\n`);
  } finally {
    made.abort();
    response.end();
  }
}
