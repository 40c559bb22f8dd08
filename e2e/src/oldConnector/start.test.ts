import { buildBridge } from '../acceptance/system/buildBridge';
import { within } from '../acceptance/system/within';
import { createWorld, type World } from './createWorld';
import { documentsOf } from './documentsOf';
import type { Pod } from './Pod';

jest.setTimeout(240_000);

const PATIENCE_S = 30;
/** Times that location and storage-rest start together on a full store. */
const STARTS = 10;

beforeAll(() => buildBridge());

/** Fills the store, and ends who filled it. */
async function filled(world: World, documents: number): Promise<Pod> {
  const pod = await world.pod();
  pod.start('storage-rest', 'location', 'rhoai-normalizer');
  await within(PATIENCE_S, async () => {
    expect(await documentsOf(pod)).toHaveLength(documents);
  });
  await pod.end('rhoai-normalizer');
  await pod.end('location');
  return pod;
}

describe.each([
  ['1 stored key', { models: 1, versions: 1 }, 1],
  ['2 stored keys', { models: 1, versions: 2 }, 2],
  ['6 stored keys', { models: 3, versions: 2 }, 6],
])('a location service that starts with %s', (_keys, size, count) => {
  let world: World;
  let pod: Pod;

  beforeAll(async () => {
    world = await createWorld(size);
    pod = await filled(world, count);
  });
  afterAll(() => world?.stop());

  it('serves each as its document', async () => {
    pod.start('location');
    await within(PATIENCE_S, async () => {
      const documents = await documentsOf(pod);
      expect(documents).toHaveLength(count);
      expect(
        new Set(documents.flatMap(({ models }) => models.map(m => m.name))),
      ).toHaveProperty('size', count);
    });
    expect(await pod.end('location')).toMatchObject({ code: 0 });
  });

  it('answers no list at all while the storage is down, and the whole list after', async () => {
    await pod.end('storage-rest', 'SIGKILL');
    pod.start('location');
    const first = await within(PATIENCE_S, () => pod.get('/list'));
    expect(first.status).toBe(503);
    expect(await pod.ready('location')).toBe(503);

    pod.start('storage-rest');
    await within(PATIENCE_S, async () => {
      expect(await documentsOf(pod)).toHaveLength(count);
    });
    await pod.end('location');
  });
});

describe('location service and storage that start together on a store with 6 keys', () => {
  let world: World;
  let filledAfterMs: number;

  beforeAll(async () => {
    world = await createWorld({ models: 3, versions: 2 });
    const started = Date.now();
    await (await filled(world, 6)).stop();
    filledAfterMs = Date.now() - started;
  });
  afterAll(() => world?.stop());

  it('lists all long before the first poll interval is over', () => {
    expect(filledAfterMs).toBeLessThan(60_000);
  });

  it(`serve all of them, ${STARTS} times out of ${STARTS}, and never a shorter list`, async () => {
    // How many each list had that was answered at all.
    const lists = new Set<number>();
    const startOnce = async () => {
      const pod = await world.pod();
      pod.start('location', 'storage-rest');
      await within(PATIENCE_S, async () => {
        const { status, text } = await pod.get('/list');
        lists.add(status === 200 ? JSON.parse(text).uris.length : 6);
        expect(status).toBe(200);
      });
      const documents = await documentsOf(pod);
      await pod.stop();
      return documents.length;
    };
    const served: number[] = [];
    for (let start = 0; start < STARTS; start += 2) {
      served.push(...(await Promise.all([startOnce(), startOnce()])));
    }
    expect([...lists]).toEqual([6]);
    expect(served).toEqual(Array.from({ length: STARTS }, () => 6));
  });
});
