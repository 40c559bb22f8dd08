import type { Simulator } from '@model-catalog/rhoai-simulator';
import { z } from 'zod/v4';
import { buildBridge } from '../acceptance/system/buildBridge';
import { PATIENCE, within } from '../acceptance/system/within';
import { KubernetesClient } from '../realServers/KubernetesClient';
import { createWorld, type World } from './createWorld';
import { documentsOf } from './documentsOf';
import { type Container, Pod } from './Pod';

jest.setTimeout(240_000);

/** The connector before took 9 s of CPU and ended with an error after 30 s. */
const STOP_MS = PATIENCE * 1000;

const ConfigMap = z.object({ data: z.record(z.string(), z.string()) });

async function kubernetesConfigMap(
  { url, caPem, token }: Simulator['kubernetes'],
  name: string,
) {
  const client = new KubernetesClient({ url, caPem, token });
  try {
    const path = `/api/v1/namespaces/rhdh/configmaps/${name}`;
    return ConfigMap.parse((await client.send({ path })).body);
  } finally {
    await client.close();
  }
}

describe('SIGTERM', () => {
  let world: World;
  let pod: Pod;

  beforeAll(async () => {
    await buildBridge();
    world = await createWorld({ models: 3, versions: 2, deployed: 3 });
    pod = await world.pod();
  });
  // What one test left running would have the ports of the next.
  afterEach(() => pod?.stop());
  afterAll(() => world?.stop());

  const orders: readonly (readonly Container[])[] = [
    ['rhoai-normalizer', 'location', 'storage-rest'],
    ['storage-rest', 'rhoai-normalizer', 'location'],
  ];
  it.each(orders.map(order => [order.join(', then '), order] as const))(
    'ends %s within a second each, without an error',
    async (_names, order) => {
      pod.start(...order);
      await within(30, async () => {
        expect(await documentsOf(pod)).toHaveLength(6);
        // The second time they are there before rhoai-normalizer runs at all.
        for (const name of order) {
          expect([name, await pod.ready(name)]).toEqual([name, 200]);
        }
      });
      for (const name of order) {
        const { code, ms } = await pod.end(name);
        expect([name, code]).toEqual([name, 0]);
        expect(ms).toBeLessThan(STOP_MS);
      }
    },
  );

  it('ends each while what it needs is not there', async () => {
    const alone = await world.pod();
    alone.start('location', 'rhoai-normalizer');
    await within(30, async () => {
      expect(await alone.ready('location')).toBe(503);
      expect(await alone.ready('rhoai-normalizer')).toBe(503);
    });
    for (const name of ['location', 'rhoai-normalizer'] as const) {
      const { code, ms } = await alone.end(name);
      expect([name, code]).toEqual([name, 0]);
      expect(ms).toBeLessThan(STOP_MS);
    }
  });
});

describe('SIGTERM to all containers of a pod in the middle of a write', () => {
  /** For the one write; a whole one takes several. */
  const WRITE_MS = 3000;
  let world: World;
  let pod: Pod;

  beforeAll(async () => {
    await buildBridge();
    world = await createWorld({ models: 3, versions: 2 });
    pod = await world.pod();
  });
  afterAll(() => world?.stop());

  it('lets the write end and gives the claim back, without an error', async () => {
    const { faults, kubernetes } = world.simulator;
    const writing = new Promise<void>(resolve => {
      faults.kubernetes.onTake(() => resolve());
    });
    faults.kubernetes.set({
      mode: 'slow',
      ms: WRITE_MS,
      method: 'PUT',
      path: 'bac-import-model-state',
    });
    const all = ['rhoai-normalizer', 'storage-rest', 'location'] as const;
    // One that still loads its code is ended by the signal itself.
    pod.start('location');
    await within(30, () => pod.ready('location'));
    pod.start('rhoai-normalizer', 'storage-rest');
    await writing;

    const ends = await Promise.all(all.map(name => pod.end(name)));

    expect(ends.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(Math.max(...ends.map(({ ms }) => ms))).toBeLessThan(3 * WRITE_MS);
    faults.kubernetes.heal();
    const { data } = await kubernetesConfigMap(
      kubernetes,
      'bac-import-model-lease',
    );
    expect(JSON.parse(data['lease.json'] ?? '')).toMatchObject({ holder: '' });
    // What was written is whole, for readers that have no writer beside them.
    pod.start('storage-rest', 'location');
    await within(30, async () => {
      expect(await documentsOf(pod)).toHaveLength(6);
    });
  });
});
