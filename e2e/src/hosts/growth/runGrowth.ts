import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { generateWorld } from '@model-catalog/rhoai-simulator';
import { ownRoot } from '../acceptance/ownRoot';
import { isImage, unpackImage } from '../artifact/unpackImage';
import type { ConfigForm } from '../host/configForms';
import { startHost } from '../host/startHost';
import { installAll } from '../install/installAll';
import type { Cell } from '../matrix/choose';
import { type Rig, startRig } from '../rig/startRig';
import { type RealPostgres, startPostgres } from '../../realServers/postgres';
import { collect, collectable } from './collect';
import { writeEntities } from './entitiesFile';
import { type Growth, KINDS, type Start } from './growth';
import { untilFull } from './untilFull';

/** What is measured, and where everything is. */
export interface GrowthOptions {
  readonly root: string;
  readonly plugins: string;
  readonly models: number;
  readonly rounds: number;
  readonly say: (line: string) => void;
}

/** After the catalog is full: the last runs end, timers fire. */
const QUIET_MS = 15_000;

/** One of so many models is served, and has a card. */
const SERVED = 5;
const CARDED = 10;

const BACKEND_PLUGIN = '-model-catalog-backend-dynamic';

const isReader = (name: string) => name.endsWith(BACKEND_PLUGIN);

/** What an entry says, by how the connector is deployed. */
function formOf(
  kind: Start['kind'],
  { addresses, cluster }: Rig,
  entitiesFile: string | undefined,
): ConfigForm {
  const entries = {
    without: {},
    sidecar: { development: { baseUrl: addresses.plain } },
    others: {},
    none: { development: { rhoai: cluster } },
  };
  const locations =
    kind === 'others' ? [{ type: 'file', target: entitiesFile }] : [];
  return {
    name: kind,
    modelCatalog: entries[kind],
    environment: {},
    locations,
  };
}

/** As Developer Hub has it: outside of the process, and empty in each start. */
const databaseOf = ({ host, port, user, password }: RealPostgres) => ({
  client: 'pg',
  connection: { host, port, user, password },
  prefix: `growth_${randomBytes(4).toString('hex')}_`,
});

async function oneStart(
  kind: Start['kind'],
  given: GrowthOptions & {
    rig: Rig;
    host: InstalledFor;
    postgres: RealPostgres;
    /** What the start with a sidecar leaves for the one with others' entities. */
    left: { entitiesFile?: string };
    dir: string;
  },
): Promise<Start> {
  const { rig, host, root, models, plugins, postgres, left } = given;
  const own = await ownRoot(host, plugins, ({ name }) =>
    kind === 'none' ? true : kind === 'sidecar' && !isReader(name),
  );
  try {
    const running = await startHost(
      {
        ...own.host,
        database: databaseOf(postgres),
        nodeOptions: collectable(root),
        logLevel: 'info',
      },
      formOf(kind, rig, left.entitiesFile),
    );
    try {
      // Of each host, as asking signs in, which by itself takes memory.
      const expected = kind === 'without' ? 0 : models;
      const entities = await untilFull(running, expected);
      await delay(QUIET_MS);
      const memory = await collect(running);
      if (kind === 'sidecar') {
        const text = await running.api.catalogText();
        left.entitiesFile = await writeEntities(text, given.dir);
      }
      return { kind, ...memory, entities };
    } finally {
      await running.process.stop();
    }
  } finally {
    await own.remove();
  }
}

type InstalledFor = Parameters<typeof ownRoot>[0];

/**
 * Starts one host in turn without us, with a sidecar, with the same entities of
 * somebody else, and without a sidecar, on the same simulated OpenShift AI.
 */
export async function runGrowth(
  cell: Cell,
  options: GrowthOptions,
): Promise<Growth> {
  const { root, say, models, rounds } = options;
  const unpacked = await mkdtemp(join(tmpdir(), 'model-catalog-plugins-'));
  const plugins = isImage(options.plugins)
    ? await unpackImage(options.plugins, unpacked)
    : options.plugins;
  const [installed] = await installAll([cell], options);
  if (!installed) throw new Error('No host was installed');
  const { dir, driver, installed: node } = installed;
  const { release } = cell.host;
  const rig = await startRig({
    bridge: join(root, 'packages/model-catalog-bridge/dist/main.cjs'),
    fill: simulator =>
      generateWorld(simulator, {
        ...{ models, versions: 1 },
        deployed: Math.ceil(models / SERVED),
        cards: Math.ceil(models / CARDED),
      }),
  });
  const postgres = await startPostgres();
  const starts: Start[] = [];
  const left = {};
  try {
    for (let round = 1; round <= rounds; round += 1) {
      for (const kind of KINDS) {
        const host = { release, dir, driver, node };
        const start = await oneStart(kind, {
          ...{ ...options, plugins, rig, host, postgres, left, dir: unpacked },
        });
        starts.push(start);
        const figure = `${Math.round(start.rssMb)} MB resident`;
        say(
          `${kind} (${round} of ${rounds}): ${figure}, ${start.entities} entities`,
        );
      }
    }
  } finally {
    await rig.stop();
    await postgres.stop();
    await rm(unpacked, { recursive: true, force: true });
  }
  const measuredAt = new Date().toISOString().slice(0, 10);
  return { measuredAt, release, node: node.version, models, starts };
}
