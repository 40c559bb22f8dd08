import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  type RealPostgres,
  startPostgres,
} from '@model-catalog/e2e/src/realServers/postgres';
import { baselineRssMb } from '../sync/bridgeProcess';
import { startCountingProxy } from '../sync/countingProxy';
import { arrival } from './arrival';
import { startBackstage } from './backstageProcess';
import { type Bridge, startBridges, untilServed } from './bridge';
import { measureChanges } from './changes';
import { catalogTables } from './database';
import { measureQuiet } from './quiet';
import type { Memory, ScaleResult } from './types';
import { startWorld, type World } from './world/startWorld';

export type ScaleInput = {
  models: number;
  distinct: boolean;
  quietMinutes: number;
  changes: number;
  /** Leave out the existing provider, the bare one, the three roles. */
  isShort: boolean;
  /** The bridge's and the benchmarks' own bundle, and the repository. */
  bundle: string;
  program: string;
  root: string;
  progress: (text: string) => void;
};

/** What all parts of a run share. */
type Rig = ScaleInput & {
  dir: string;
  world: World;
  postgres: RealPostgres;
  bridge: Bridge;
};

/** A component, its API and its model. */
const ENTITIES_PER_MODEL = 3;

async function ours(rig: Rig) {
  const { bridge, postgres, models, progress, dir } = rig;
  const link = await startCountingProxy(bridge.locationUrl);
  progress('Our provider');
  const backstage = await startBackstage({
    ...rig,
    name: 'ours',
    provider: 'ours',
    database: postgres,
    locationUrl: link.url,
  });
  try {
    let locationRequests = 0;
    const times = await arrival(backstage, {
      entities: models * ENTITIES_PER_MODEL,
      onProgress: progress,
      onCommitted: () => {
        locationRequests = link.counts.requests;
      },
    });
    const tables = catalogTables(postgres, 'ours');
    progress(`${rig.changes} single changes`);
    const change = await measureChanges({
      ...rig,
      backstage,
      count: rig.changes,
      queue: tables.queue,
    });
    progress(`${rig.quietMinutes} quiet minutes`);
    const quiet = await measureQuiet({
      ...rig,
      backstage,
      link,
      minutes: rig.quietMinutes,
    });
    await tables.dump(join(dir, 'entities'));
    return { ...times, locationRequests, change, quiet };
  } finally {
    await backstage.stop();
    await link.stop();
  }
}

/** The changes take up to half a minute each there: fewer of them. */
const CHANGES_OF_EXISTING = 5;

async function existing(rig: Rig): Promise<ScaleResult['comparison']> {
  const { bridge, postgres, models, progress } = rig;
  const link = await startCountingProxy(bridge.locationUrl);
  progress('A provider that does what the existing one does');
  const backstage = await startBackstage({
    ...rig,
    name: 'existing',
    provider: `existing=${link.url}`,
    database: postgres,
    locationUrl: link.url,
  });
  try {
    let locationRequests = 0;
    const times = await arrival(backstage, {
      entities: models * ENTITIES_PER_MODEL,
      onProgress: progress,
      onCommitted: () => {
        locationRequests = link.counts.requests;
      },
    });
    const { visibleP95 } = await measureVisibleOnly(rig, backstage);
    return { ...times, locationRequests, visibleP95 };
  } finally {
    await backstage.stop();
    await link.stop();
  }
}

async function measureVisibleOnly(
  rig: Rig,
  backstage: Awaited<ReturnType<typeof startBackstage>>,
) {
  return await measureChanges({
    ...rig,
    backstage,
    count: CHANGES_OF_EXISTING,
    queue: async () => 0,
    seesMutations: false,
  });
}

async function bare(rig: Rig): Promise<ScaleResult['bare']> {
  const { postgres, models, progress, dir } = rig;
  progress('The same entities in one mutation');
  const backstage = await startBackstage({
    ...rig,
    name: 'bare',
    provider: `bare=${join(dir, 'entities')}`,
    database: postgres,
    locationUrl: '',
  });
  try {
    return await arrival(backstage, {
      entities: models * ENTITIES_PER_MODEL,
      onProgress: progress,
    });
  } finally {
    await backstage.stop();
  }
}

const ROLES = {
  all: 'all',
  rhoaiNormalizer: 'rhoai-normalizer',
  storageRest: 'storage-rest',
  location: 'location',
} as const;

async function importMb({ bundle, dir }: Rig): Promise<Memory> {
  const of = (role: string) => baselineRssMb(bundle, dir, role);
  return {
    all: await of(ROLES.all),
    rhoaiNormalizer: await of(ROLES.rhoaiNormalizer),
    storageRest: await of(ROLES.storageRest),
    location: await of(ROLES.location),
  };
}

/** The same world with the three processes, and our provider once more: their memory. */
async function threeRoles(rig: Rig): Promise<Partial<Memory>> {
  const { bundle, dir, world, models, postgres, progress } = rig;
  progress('The three roles');
  const bridge = await startBridges({ bundle, dir, world, shape: 'three' });
  try {
    await untilServed(bridge, models * 2);
    const backstage = await startBackstage({
      ...rig,
      name: 'three',
      provider: 'ours',
      database: postgres,
      locationUrl: bridge.locationUrl,
    });
    try {
      await arrival(backstage, {
        entities: models * ENTITIES_PER_MODEL,
        onProgress: progress,
      });
      return await bridge.peaks();
    } finally {
      await backstage.stop();
    }
  } finally {
    await bridge.stop();
  }
}

async function measureOn(rig: Rig, servedSeconds: number) {
  const { models, distinct, isShort, bridge } = rig;
  const own = await ours(rig);
  // Before anybody else asks it for something.
  const { all } = await bridge.peaks();
  const comparison = isShort ? undefined : await existing(rig);
  const after = await bridge.peaks();
  await bridge.stop();
  return {
    models,
    distinct,
    ...own,
    servedSeconds,
    comparison,
    bare: isShort ? undefined : await bare(rig),
    rssMb: { all: all ?? 0 },
    rssWithExistingMb: isShort ? undefined : after.all,
    importMb: await importMb(rig),
  };
}

/** A bundle of a time before the three roles has no file for them. */
const isThreeMeasured = ({ isShort, bundle }: ScaleInput) =>
  !isShort && existsSync(join(dirname(bundle), 'storage-rest.cjs'));

/** Measures one size: a cluster, a bridge and a Backstage with PostgreSQL, each in processes of its own. */
export async function measureScale(input: ScaleInput): Promise<ScaleResult> {
  const { models, distinct, bundle, program, progress } = input;
  const loadAverage = loadavg();
  const dir = await mkdtemp(join(tmpdir(), 'model-catalog-scale-'));
  progress(`Making a world of ${models} models and as many servers; ${dir}`);
  const postgres = await startPostgres();
  const world = await startWorld(program, dir);
  try {
    await world.fill({ models, distinct });
    await world.reset();
    progress('The bridge');
    const bridge = await startBridges({ bundle, dir, world, shape: 'all' });
    try {
      const servedSeconds = await untilServed(bridge, models * 2);
      progress(`served after ${servedSeconds.toFixed(1)} s`);
      const rig = { ...input, dir, world, postgres, bridge };
      const result = await measureOn(rig, servedSeconds);
      const three = isThreeMeasured(input) ? await threeRoles(rig) : {};
      return {
        ...result,
        loadAverage,
        rssMb: { ...three, ...result.rssMb },
      };
    } finally {
      await bridge.stop();
    }
  } finally {
    await world.stop();
    await postgres.stop();
    await rm(dir, { recursive: true, force: true });
  }
}
