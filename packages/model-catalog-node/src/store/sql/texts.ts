import { gunzip, gzip } from 'node:zlib';
import { promisify } from 'node:util';
import { z } from 'zod/v4';
import { digestOf } from '@model-catalog/common';
import type { Database, Transaction } from './database';
import { inBatches } from './batches';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** No text that we stored unpacks to more. */
const MAX_TEXT_BYTES = 64 * 1024 * 1024;
/** So many texts wait, unpacked, for one statement. */
const BATCH = { rows: 50, bytes: 512 * 1024 };
/** Most texts fit into one when they are packed; more are asked for as needed. */
const PACKED = { chunkSize: 4096 };

const Gzip = z.object({ gzip: z.custom<Uint8Array>(ArrayBuffer.isView) });

/** Stores texts under their digests; what is there under one is replaced. */
export async function putTexts(
  { from }: Transaction,
  texts: ReadonlyMap<string, string>,
  changed: number,
): Promise<void> {
  const batches = inBatches(texts, ([, text]) => text.length, BATCH);
  for (const batch of batches) {
    const rows = [];
    for (const [digest, text] of batch) {
      // One after the other: each takes a quarter of a megabyte meanwhile, of which the threads keep what is freed.
      rows.push({ digest, changed, gzip: await pack(text, PACKED) });
    }
    await from('texts').insert(rows).onConflict('digest').merge();
  }
}

export async function dropTexts(
  { from }: Transaction,
  digests: readonly string[],
): Promise<void> {
  for (const batch of inBatches(digests, () => 0)) {
    await from('texts').whereIn('digest', batch).delete();
  }
}

async function unpacked(row: unknown): Promise<string | undefined> {
  const packed = Gzip.safeParse(row).data?.gzip;
  return packed
    ? unpack(packed, { maxOutputLength: MAX_TEXT_BYTES }).then(
        bytes => bytes.toString('utf8'),
        () => undefined,
      )
    : undefined;
}

/** A text; one that is not what its digest says is none, and is taken away. */
export async function readText(
  { knex, layout }: Database,
  digest: string,
): Promise<string | undefined> {
  const texts = () => knex(layout.table('texts')).where({ digest });
  const row: unknown = await texts().first('gzip');
  if (row === undefined) {
    return undefined;
  }
  const text = await unpacked(row);
  if (text !== undefined && digestOf(text) === digest) {
    return text;
  }
  await texts().delete();
  return undefined;
}
