import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { ConnectionOptions } from 'node:tls';
import type { PostgresSettings } from '../config/postgres';

/** Within this a server must have answered to a login. */
const CONNECT_MS = 5000;
/** Longer than any statement may take by the store's own limits. */
const QUERY_MS = 90_000;

/** Libpq's word for the authorities of the system; here those of Node. */
const SYSTEM = 'system';

async function tlsOf({
  mode,
  rootCert,
}: PostgresSettings['tls']): Promise<false | ConnectionOptions> {
  if (mode === 'disable') {
    return false;
  }
  return {
    rejectUnauthorized: mode !== 'no-verify',
    ...(rootCert && rootCert !== SYSTEM
      ? { ca: await readFile(rootCert, 'utf8') }
      : {}),
    ...(mode === 'verify-ca' ? { checkServerIdentity: () => undefined } : {}),
  };
}

/** Says whether the file is another than it was now; never so without a file. */
function changeOf(file: string | undefined): () => boolean {
  const stamp = () =>
    file && file !== SYSTEM
      ? statSync(file, { throwIfNoEntry: false })?.mtimeMs
      : undefined;
  const before = stamp();
  return () => stamp() !== before;
}

/**
 * What `pg` connects with. The password is asked for at each connection, and
 * the authorities are read again when their file changes. Nothing in it is a
 * setting of the session, which poolers refuse.
 */
export async function connectionOf(settings: PostgresSettings) {
  const { host, port, user, database } = settings;
  return {
    ...{ host, port, user, database },
    // A server that trusts this role asks for none.
    password: async () => (await settings.password()) ?? '',
    ssl: await tlsOf(settings.tls),
    application_name: 'model-catalog-bridge',
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: QUERY_MS,
    keepAlive: true,
    expirationChecker: changeOf(settings.tls.rootCert),
  };
}
