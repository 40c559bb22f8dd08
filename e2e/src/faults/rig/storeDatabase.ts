import {
  type PostgresAccess,
  startPostgres,
} from '../../realServers/postgres/startPostgres';

/** A database for the store of a walk, on a PostgreSQL of its own. */
export interface StoreDatabase {
  readonly access: PostgresAccess;
  /** Asks it as its administrator. */
  sql(text: string): Promise<unknown[]>;
  stop(): Promise<void>;
}

export async function startStoreDatabase(): Promise<StoreDatabase> {
  const server = await startPostgres();
  const access = await server.createDatabase('bridge');
  return {
    access,
    sql: text => server.query(text, access.database),
    stop: () => server.stop(),
  };
}
