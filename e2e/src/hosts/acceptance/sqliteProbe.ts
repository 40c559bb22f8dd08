import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import knex, { type Knex } from 'knex';
import { z } from 'zod/v4';
import type { StoreProbe } from '../../acceptance/system/StoreProbe';

const Names = z.array(z.object({ name: z.string() }));
const Rows = z.array(z.record(z.string(), z.unknown()));
const Gzip = z.instanceof(Uint8Array);

/** Of the tables that keep what is known: whoever leads renews the lease. */
const KEPT = /^mc_.*_(state|records|texts)$/;

async function rowsOf(file: string): Promise<[string, string][]> {
  const database: Knex = knex({
    client: 'better-sqlite3',
    connection: { filename: file, options: { readonly: true } },
    useNullAsDefault: true,
  });
  try {
    const found: unknown = await database('sqlite_master')
      .select('name')
      .where({ type: 'table' });
    const tables = Names.parse(found).filter(({ name }) => KEPT.test(name));
    const rows: [string, string][] = [];
    for (const { name } of tables) {
      const all: unknown = await database(name).select('*');
      for (const { gzip, ...row } of Rows.parse(all)) {
        const text = gzip ? gunzipSync(Gzip.parse(gzip)).toString() : '';
        rows.push([name, `${JSON.stringify(row)}${text}`]);
      }
    }
    return rows;
  } finally {
    await database.destroy();
  }
}

const hashOf = (text: string) =>
  createHash('sha256').update(text).digest('hex');

/** The database of the plugin that reads OpenShift AI inside of a hub. */
export const sqliteProbe = (file: string): StoreProbe => ({
  place: 'the database of the hub',
  revisions: async () =>
    (await rowsOf(file))
      .map(([name, text]) => `${name} ${hashOf(text)}`)
      .sort(),
  texts: async () => (await rowsOf(file)).map(([, text]) => text),
});
