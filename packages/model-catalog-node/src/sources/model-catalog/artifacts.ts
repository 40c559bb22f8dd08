import { digestOf } from '@model-catalog/common';
import { isHttpError } from '../../http/errors';
import { messageOf } from '../../messageOf';
import { readEach } from '../readEach';
import type { CatalogClient } from './client';
import type { Model } from './schema';

/** A row of a source, before its artifacts are known. */
export type Row = { id: string; sourceId: string; model: Model };

type Known = { fingerprint: string; uris: string[]; readAt: number };

export type ArtifactReading = {
  /** By id of the model; absent where they were never read. */
  uris: ReadonlyMap<string, readonly string[]>;
  /** Why some were not read, and of how many models. */
  failed: { count: number; reason: string } | undefined;
};

export type ArtifactReader = {
  read(rows: readonly Row[], signal: AbortSignal): Promise<ArtifactReading>;
};

export type ArtifactOptions = {
  client: Pick<CatalogClient, 'artifacts'>;
  now: () => number;
  /** Pause between two readings; milliseconds. */
  pollIntervalMs: number;
};

const CONCURRENCY = 4;
const REREAD_MS = 60 * 60 * 1000;
/** A server that fails so often in a row is left alone until the next reading. */
const MAX_FAILURES = 3;

type Printed = { row: Row; fingerprint: string };

const print = (row: Row): Printed => ({
  row,
  fingerprint: digestOf(JSON.stringify(row.model)),
});

/** The server says of this one model that there is nothing. */
const isNone = (error: unknown) =>
  isHttpError(error, 404) || isHttpError(error, 400);

/**
 * Reads the artifacts of models: there is no list of them all.
 *
 * | the model's row | its artifacts are read |
 * |---|---|
 * | new, changed, or failed the last time | now |
 * | the same | again after an hour, a few in each reading |
 */
export function createArtifactReader(options: ArtifactOptions): ArtifactReader {
  const { client, now, pollIntervalMs } = options;
  let known = new Map<string, Known>();

  const dueOf = (rows: readonly Printed[]) => {
    const isNew = ({ row, fingerprint }: Printed) =>
      known.get(row.id)?.fingerprint !== fingerprint;
    const age = ({ row }: Printed) => now() - (known.get(row.id)?.readAt ?? 0);
    const share = Math.ceil((rows.length * pollIntervalMs) / REREAD_MS);
    const old = rows
      .filter(row => !isNew(row) && age(row) >= REREAD_MS)
      .sort((a, b) => age(b) - age(a));
    return [...rows.filter(isNew), ...old.slice(0, share)];
  };

  const readOne = async (row: Row, signal: AbortSignal) => {
    const { id, sourceId, model } = row;
    try {
      const found = await client.artifacts(
        { sourceId, name: model.name },
        signal,
      );
      return [...new Set(found.flatMap(({ uri }) => uri ?? []))];
    } catch (error) {
      if (!isNone(error)) {
        throw error;
      }
      return known.get(id)?.uris ?? [];
    }
  };

  return {
    async read(rows, signal) {
      const next = new Map<string, Known>();
      for (const { id } of rows) {
        const before = known.get(id);
        if (before) {
          next.set(id, before);
        }
      }
      let inARow = 0;
      let count = 0;
      let reason = '';
      await readEach(
        dueOf(rows.map(print)),
        { concurrency: CONCURRENCY, signal },
        async ({ row, fingerprint }, stop) => {
          if (inARow >= MAX_FAILURES) {
            count += 1;
            return;
          }
          try {
            const uris = await readOne(row, stop);
            next.set(row.id, { fingerprint, uris, readAt: now() });
            inARow = 0;
          } catch (error) {
            if (signal.aborted) {
              throw error;
            }
            inARow += 1;
            count += 1;
            reason = messageOf(error);
          }
        },
      );
      known = next;
      const uris = new Map([...next].map(([id, value]) => [id, value.uris]));
      return { uris, failed: count > 0 ? { count, reason } : undefined };
    },
  };
}
