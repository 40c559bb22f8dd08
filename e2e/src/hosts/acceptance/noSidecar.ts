import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Catalog } from '../../acceptance/system/Catalog';
import type { Given, Variant } from '../../acceptance/system/Variant';
import { freePort } from '../../realServers/freePort';
import { clusterBlock } from './clusterBlock';
import { ownRoot, type OwnRoot } from './ownRoot';
import type { PlannedHost } from './planned';
import { ReadingHub } from './ReadingHub';
import { sqliteProbe } from './sqliteProbe';

const ENTRY = 'development';

/** By which the suite asks what otherwise only plugins ask. */
const HUB_TOKEN = 'planted-hub-token-c2d4e6';

/** Who may call plugins from outside, as Backstage has it. */
const BACKEND = {
  auth: {
    externalAccess: [
      { type: 'static', options: { token: HUB_TOKEN, subject: 'acceptance' } },
    ],
  },
};

async function hubOf({ host }: OwnRoot, { env }: Given) {
  const port = await freePort();
  const directory = join(host.workDir, `database-${port}`);
  await mkdir(directory, { recursive: true });
  const database = { client: 'better-sqlite3', connection: { directory } };
  const connector = new ReadingHub({
    host: { ...host, port, database },
    form: {
      name: `acceptance-${port}`,
      modelCatalog: { [ENTRY]: { rhoai: await clusterBlock(env) } },
      environment: {},
      backend: BACKEND,
    },
    entry: ENTRY,
    token: HUB_TOKEN,
  });
  return {
    connector,
    store: sqliteProbe(join(directory, 'model-catalog.sqlite')),
  };
}

/** No process beside the hub: its own plugin reads OpenShift AI, and keeps what it knows in the hub's database. */
export function noSidecar(planned: PlannedHost, exported: string): Variant {
  let root: OwnRoot | undefined;
  const rootOf = async () => {
    root = root ?? (await ownRoot(planned, exported));
    return root;
  };
  return {
    name: 'none',
    secrets: { hub: HUB_TOKEN },
    hubStays: false,
    start: async given => {
      const { connector, store } = await hubOf(await rootOf(), given);
      await connector.start();
      const backstage = {
        catalog: new Catalog(connector.hubUrl, () => connector.signIn()),
        get lines() {
          return [connector.log.raw];
        },
        stop: async () => {
          await connector.end('SIGKILL');
          await root?.remove();
          root = undefined;
        },
      };
      return { connector, backstage, store };
    },
    another: async given => (await hubOf(await rootOf(), given)).connector,
  };
}
