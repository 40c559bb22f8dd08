import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  freePort,
  generateWorld,
  type Simulator,
  startSimulator,
} from '@model-catalog/rhoai-simulator';
import { z } from 'zod/v4';
import { buildBridge } from '../acceptance/system/buildBridge';
import { within } from '../acceptance/system/within';
import { Child } from './real/Child';
import { LeakWatch } from './rig/LeakWatch';

/** Enough for several ConfigMaps of records; `KILL_MODELS=10000` for the size of the promise. */
const MODELS = Number(process.env.KILL_MODELS ?? 1500);
const PATIENCE_S = 60 + MODELS / 50;

jest.setTimeout((2 * PATIENCE_S + 120) * 1000);

const BUNDLE = resolve(
  __dirname,
  '../../../packages/model-catalog-bridge/dist/main.cjs',
);
const TOKEN = 'shared-by-the-containers-of-one-pod';
const NEW = 'Described anew';

const Records = z.object({
  revision: z.string(),
  records: z.array(
    z.object({ model: z.object({ description: z.string().optional() }) }),
  ),
});

/** A normalizer, a storage-rest and a location as processes of their own. */
async function startPod(simulator: Simulator) {
  const [storage, location] = [await freePort(), await freePort()];
  const { kubernetes, registry } = simulator;
  kubernetes.tokens.set({ token: TOKEN, user: 'bridge' });
  const children = [];
  for (const role of ['storage-rest', 'rhoai-normalizer', 'location']) {
    const child = new Child({
      name: role,
      leaks: new LeakWatch(),
      command: [process.execPath, BUNDLE, role],
      environment: {
        token: TOKEN,
        'ca.crt': kubernetes.caPem,
        KUBERNETES_SERVICE_HOST: '127.0.0.1',
        KUBERNETES_SERVICE_PORT: String(kubernetes.port),
        NAMESPACE: 'rhdh',
        MR_ROUTE: `main=${registry.url}`,
        STORAGE_TYPE: 'ConfigMap',
        STORAGE_URL: `http://127.0.0.1:${storage}`,
        STORAGE_ADDRESS: `127.0.0.1:${storage}`,
        LOCATION_ADDRESS: `127.0.0.1:${location}`,
        METRICS_ADDRESS: `127.0.0.1:${await freePort()}`,
        CHECK_INTERVAL: '1s',
      },
    });
    children.push(child);
    await child.start();
  }
  return { children, url: `http://127.0.0.1:${location}` };
}

/** How many records say the new, of how many; nothing while there is no answer. */
async function look(url: string) {
  const answer = await fetch(`${url}/api/v1/records`).catch(() => undefined);
  if (!answer?.ok) {
    return undefined;
  }
  const { records, revision } = Records.parse(await answer.json());
  const isNew = records.filter(({ model }) => model.description?.includes(NEW));
  return { revision, all: records.length, isNew: isNew.length };
}

it(`shows nobody half of a change of ${MODELS} models, when the process that writes it is killed between two ConfigMaps`, async () => {
  await buildBridge();
  const dir = await mkdtemp(join(tmpdir(), 'kill-'));
  const simulator = await startSimulator({ dir, controller: false });
  generateWorld(simulator, { models: MODELS, versions: 1 });
  const { children, url } = await startPod(simulator);
  const [storage] = children;
  const strange: unknown[] = [];
  let looks = 0;
  let isOver = false;
  try {
    await within(PATIENCE_S, async () => {
      expect(await look(url)).toMatchObject({ all: MODELS, isNew: 0 });
    });
    const reading = (async () => {
      while (!isOver) {
        const seen = await look(url);
        looks += seen ? 1 : 0;
        if (
          seen &&
          (seen.all !== MODELS || ![0, MODELS].includes(seen.isNew))
        ) {
          strange.push(seen);
        }
      }
    })();

    let killed = 0;
    const { kubernetes } = simulator.faults;
    kubernetes.onTake(() => {
      killed += 1;
      storage?.signal('SIGKILL');
    });
    kubernetes.set({
      mode: 'lose-answer',
      method: 'PUT',
      path: '/configmaps/bac-import-model-1',
      times: 1,
    });
    const { state } = simulator.registry;
    for (const { id } of state.listVersions().items) {
      state.patchVersion(id, { description: NEW });
    }
    await within(PATIENCE_S, () => expect(killed).toBe(1));
    await storage?.kill();
    // Half is written now, and a reader that was there before shows what was.
    expect(await look(url)).toMatchObject({ all: MODELS, isNew: 0 });

    await storage?.start();
    await within(PATIENCE_S, async () => {
      expect(await look(url)).toMatchObject({ all: MODELS, isNew: MODELS });
    });
    isOver = true;
    await reading;
    expect(strange).toEqual([]);
    expect(looks).toBeGreaterThan(3);
  } finally {
    isOver = true;
    await Promise.all(children.map(child => child.kill()));
    await simulator.stop();
    await rm(dir, { recursive: true, force: true });
  }
});
