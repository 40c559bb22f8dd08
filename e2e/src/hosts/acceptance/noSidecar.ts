import type { Given, Variant } from '../../acceptance/system/Variant';
import { clusterBlock } from './clusterBlock';
import { catalogOf, HUB_TOKEN, hubAt, sqlitePlace } from './hubAt';
import { ownRoot, type OwnRoot } from './ownRoot';
import type { PlannedHost } from './planned';
import { sqliteProbe } from './sqliteProbe';

const ENTRY = 'development';

async function hubOf({ host }: OwnRoot, { env }: Given) {
  const place = await sqlitePlace(host);
  const entries = { [ENTRY]: { rhoai: await clusterBlock(env) } };
  const connector = hubAt(place, { host, entries, entry: ENTRY });
  return { connector, store: sqliteProbe(place.file) };
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
        catalog: catalogOf(connector),
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
