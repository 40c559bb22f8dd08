import type { Breakable } from '../Breakable';

const SCHEMA = 'model_catalog';
const TABLES = ['records', 'texts', 'state', 'lease', 'migrations'];

/** A table may be missing just then: another fault took it. */
const ask = async ({ sql }: Breakable, text: string) => {
  await sql?.(text).catch(() => undefined);
};

/** Chooses a row of a table. */
const oneOf = (table: string, key: string, salt: number) =>
  `${key} = (select ${key} from ${SCHEMA}.${table} order by ${key}
    offset ${salt} % greatest((select count(*) from ${SCHEMA}.${table}), 1) limit 1)`;

export const deleteRecord = (rig: Breakable, salt: number) =>
  ask(
    rig,
    `delete from ${SCHEMA}.records where ${oneOf('records', 'id', salt)}`,
  );

export const damageRecord = (rig: Breakable, salt: number) =>
  ask(
    rig,
    `update ${SCHEMA}.records set body = left(body, length(body) / 2)
      where ${oneOf('records', 'id', salt)}`,
  );

export const deleteText = (rig: Breakable, salt: number) =>
  ask(
    rig,
    `delete from ${SCHEMA}.texts where ${oneOf('texts', 'digest', salt)}`,
  );

export const dropTable = (rig: Breakable, salt: number) =>
  ask(rig, `drop table ${SCHEMA}.${TABLES[salt % TABLES.length]}`);

export const dropSchema = (rig: Breakable) =>
  ask(rig, `drop schema ${SCHEMA} cascade`);

/** As when it is started anew, or a firewall between forgets them. */
export const cutConnections = (rig: Breakable) =>
  ask(
    rig,
    `select pg_terminate_backend(pid) from pg_stat_activity
      where pid <> pg_backend_pid() and backend_type = 'client backend'`,
  );
