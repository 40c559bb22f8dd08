import {
  readConfig,
  type Running,
  startAll,
  startLocation,
  startRhoaiNormalizer,
  startStorageRest,
} from '@model-catalog/bridge';
import {
  generateWorld,
  type Simulator,
  startSimulator,
} from '@model-catalog/rhoai-simulator';
import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import pino from 'pino';
import { setTimeout as sleep } from 'timers/promises';
import { describePostgres } from './describePostgres';
import { type RealPostgres, startPostgres } from './startPostgres';

jest.setTimeout(60_000);

const START = {
  all: startAll,
  location: startLocation,
  'rhoai-normalizer': startRhoaiNormalizer,
  'storage-rest': startStorageRest,
};

async function eventually<T>(check: () => Promise<T>): Promise<T> {
  const end = Date.now() + 30_000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await sleep(50);
    }
  }
}

describePostgres()('The roles with STORAGE_TYPE=PostgreSQL', () => {
  let postgres: RealPostgres;
  let simulator: Simulator;
  let dir: string;
  const running: { life: AbortController; done: Promise<void> }[] = [];

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'roles-'));
    postgres = await startPostgres({});
    await postgres.createDatabase('models');
    simulator = await startSimulator({ dir });
    generateWorld(simulator, { models: 3, versions: 2, deployed: 2, cards: 1 });
  });
  afterAll(async () => {
    running.forEach(({ life }) => life.abort());
    await Promise.all(running.map(({ done }) => done));
    await simulator?.stop();
    await postgres?.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const start = async (
    role: keyof typeof START,
    more: Record<string, string> = {},
  ) => {
    const environment = {
      KUBECONFIG: simulator.kubernetes.kubeconfig,
      MR_ROUTE: `bench=${simulator.registry.url}`,
      CATALOG_URL: simulator.catalog.url,
      LOCATION_ADDRESS: '127.0.0.1:0',
      METRICS_ADDRESS: '127.0.0.1:0',
      STORAGE_ADDRESS: '127.0.0.1:0',
      STORAGE_TOKEN: 'of all three',
      STORAGE_TYPE: 'PostgreSQL',
      POSTGRES_HOST: '127.0.0.1',
      POSTGRES_PORT: `${postgres.port}`,
      POSTGRES_USER: postgres.user,
      POSTGRES_PASSWORD: postgres.password,
      POSTGRESQL_DATABASE: 'models',
      ...more,
    };
    const life = new AbortController();
    const started: Running = await START[role]({
      config: readConfig(environment, {}, { role }),
      environment,
      logger: pino({ level: 'silent' }),
      signal: life.signal,
    });
    running.push({ life, done: started.done });
    return started.ports;
  };
  const snapshot = async (port: number | undefined) => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/records`);
    const {
      revision,
      records = [],
    }: { revision: string; records?: { key: string }[] } = await answer.json();
    expect(records).toHaveLength(8);
    const byKey = [...records].sort((a, b) => (a.key < b.key ? -1 : 1));
    return { revision, records: byKey };
  };

  it('serve the same from one database, three processes and one beside each other', async () => {
    const storage = await start('storage-rest');
    const STORAGE_URL = `http://localhost:${storage.storage}`;
    const location = await start('location', { STORAGE_URL });
    await start('rhoai-normalizer', { STORAGE_URL });
    const served = await eventually(() => snapshot(location.location));

    const all = await start('all');
    expect(await eventually(() => snapshot(all.location))).toEqual(served);
    const ready = await fetch(`http://127.0.0.1:${all.metrics}/readyz`);
    expect(await ready.json()).toMatchObject({ status: 'ok', role: 'standby' });

    const [model] = simulator.registry.state.listModels({}).items;
    simulator.registry.state.patchModel(model?.id ?? '', {
      description: 'New',
    });
    const before = served.revision;
    await eventually(async () => {
      const [one, other] = await Promise.all(
        [location, all].map(ports => snapshot(ports.location)),
      );
      expect(one?.revision).not.toBe(before);
      expect(other).toEqual(one);
    });
  });
});
