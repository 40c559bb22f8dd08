import { buildBridge } from '../acceptance/system/buildBridge';
import { within } from '../acceptance/system/within';
import { createWorld, type World } from './createWorld';
import { documentsOf } from './documentsOf';
import { type Container, Pod } from './Pod';

jest.setTimeout(120_000);

/** The connector before took 9 s of CPU and ended with an error after 30 s. */
const STOP_MS = 1000;

describe('SIGTERM', () => {
  let world: World;
  let pod: Pod;

  beforeAll(async () => {
    await buildBridge();
    world = await createWorld({ models: 3, versions: 2, deployed: 3 });
    pod = await world.pod();
  });
  afterAll(() => world.stop());

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
