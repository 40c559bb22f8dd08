import type { Database } from './database';
import type { StateRow } from './state';

/**
 * Makes every instance read all rows anew. Who has run for long reads only
 * what changed, and would not see what somebody did to the rows by hand: whoever
 * comes upon it tells the others, and the one that writes repairs it. Once is
 * enough: from this version on all read everything.
 */
export async function alarm(
  { knex, layout }: Database,
  { version, horizon }: StateRow,
): Promise<void> {
  if (version !== horizon) {
    await knex(layout.table('state'))
      .where({ id: 1, version })
      .update({ version: version + 1, horizon: version + 1 });
  }
}
