import { z } from 'zod/v4';
import type { Database } from './database';
import { StateGone } from './errors';
import { countRows, type RowCounts } from './state';

const Position = z.object({ store: z.string(), version: z.coerce.number() });

/** Which write of which store; as text, only to be compared. */
export function positionOf(of: z.infer<typeof Position>): string {
  return `${of.store} ${of.version}`;
}

/** Where the database is, in one cheap statement. */
export async function askPosition({ knex, layout }: Database): Promise<string> {
  const row: unknown = await knex(layout.table('state'))
    .where({ id: 1 })
    .first('store', 'version');
  if (row === undefined) {
    throw new StateGone();
  }
  return positionOf(Position.parse(row));
}

/** How many rows there are, outside of a transaction. */
export function askCounts({ knex, layout }: Database): Promise<RowCounts> {
  return countRows({ from: table => knex(layout.table(table)) });
}
