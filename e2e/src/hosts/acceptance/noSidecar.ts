import { deployedEntry } from '../../acceptance/system/deployed';
import type { Given, Variant } from '../../acceptance/system/Variant';
import { podEnvironment, sourcesBlock } from './clusterBlock';
import { catalogOf, HUB_TOKEN, hubAt, sqlitePlace } from './hubAt';
import { ownRoot, type OwnRoot } from './ownRoot';
import type { PlannedHost } from './planned';
import { sqliteProbe } from './sqliteProbe';

const ENTRY = 'development';

/** What Developer Hub is told by the overlay without containers. */
const APP_CONFIG = 'operator/none/app-config.yaml';

async function hubOf({ host }: OwnRoot, { env }: Given) {
  const place = await sqlitePlace(host);
  const deployed = deployedEntry(APP_CONFIG);
  // The cluster is found as in its pod; of the sources, what is discovered there is told.
  const rhoai = { ...Object(deployed.rhoai), ...sourcesBlock(env) };
  const connector = hubAt(place, {
    host,
    entries: { [ENTRY]: { ...deployed, rhoai } },
    entry: ENTRY,
    environment: await podEnvironment(env),
  });
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
