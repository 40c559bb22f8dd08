import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '@model-catalog/rhoai-simulator';
import { Catalog } from '../../acceptance/system/Catalog';
import type { InstalledHost } from '../host/startHost';
import { ReadingHub } from './ReadingHub';

/** By which the suites ask what otherwise only plugins ask. */
export const HUB_TOKEN = 'planted-hub-token-c2d4e6';

/** Who may call plugins from outside, as Backstage has it. */
export const BACKEND = {
  auth: {
    externalAccess: [
      { type: 'static', options: { token: HUB_TOKEN, subject: 'acceptance' } },
    ],
  },
};

/** A place for a hub: whoever is started there finds the catalog of the one before. */
export interface HubPlace {
  readonly port: number;
  readonly database: object;
  /** With SQLite, the file of the plugin that reads OpenShift AI. */
  readonly file: string;
}

/** A place on SQLite files. */
export async function sqlitePlace({
  workDir,
}: InstalledHost): Promise<HubPlace> {
  const port = await freePort();
  const directory = join(workDir, `database-${port}`);
  await mkdir(directory, { recursive: true });
  return {
    port,
    database: { client: 'better-sqlite3', connection: { directory } },
    file: join(directory, 'model-catalog.sqlite'),
  };
}

/** A hub at a place, not started; `entry` is the one that it is asked for. */
export function hubAt(
  { port, database }: Omit<HubPlace, 'file'>,
  setting: {
    host: InstalledHost;
    entries: Readonly<Record<string, object>>;
    entry: string;
    /** Of its pod. */
    environment?: Readonly<Record<string, string>>;
  },
): ReadingHub {
  const { host, entries, entry, environment = {} } = setting;
  return new ReadingHub({
    host: { ...host, port, database },
    form: {
      name: `acceptance-${port}`,
      modelCatalog: entries,
      environment,
      backend: BACKEND,
    },
    entry,
    token: HUB_TOKEN,
  });
}

/** What a hub shows to people. */
export const catalogOf = (hub: ReadingHub) =>
  new Catalog(hub.hubUrl, () => hub.signIn());
