import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { z } from 'zod/v4';
import type { RealPostgres } from '@model-catalog/e2e/src/realServers/postgres';

const Count = z.tuple([z.object({ count: z.coerce.number() })]);
const Rows = z.array(z.object({ entity: z.string(), entity_ref: z.string() }));

const Work = z.array(
  z.object({ relname: z.string(), writes: z.coerce.number() }),
);

const PAGE = 500;

/** Reads the catalog's tables of one Backstage. */
export function catalogTables(postgres: RealPostgres, name: string) {
  const database = `${name}_catalog`;
  return {
    /** Rows that the host should have processed by now. */
    async queue(): Promise<number> {
      const rows = await postgres.query(
        'select count(*) as count from refresh_state where next_update_at <= now()',
        database,
      );
      return Count.parse(rows)[0].count;
    },
    /** Rows that were written in the tables of entities so far: what the host had to do. */
    async writes(): Promise<Record<string, number>> {
      const rows = await postgres.query(
        "select relname, n_tup_ins + n_tup_upd + n_tup_del as writes from pg_stat_user_tables where relname in ('refresh_state', 'final_entities', 'relations', 'search')",
        database,
      );
      return Object.fromEntries(
        Work.parse(rows).map(({ relname, writes }) => [relname, writes]),
      );
    },
    /** Writes what the provider sent into a file, one entity in each line. */
    async dump(file: string): Promise<number> {
      const out = createWriteStream(file);
      let after = '';
      let count = 0;
      for (;;) {
        const rows = Rows.parse(
          await postgres.query(
            `select entity_ref, unprocessed_entity as entity from refresh_state where entity_ref > '${after}' and location_key is not null order by entity_ref limit ${PAGE}`,
            database,
          ),
        );
        for (const { entity, entity_ref: ref } of rows) {
          out.write(`${entity}\n`);
          after = ref;
        }
        count += rows.length;
        if (rows.length < PAGE) {
          break;
        }
      }
      out.end();
      await once(out, 'finish');
      return count;
    },
  };
}
