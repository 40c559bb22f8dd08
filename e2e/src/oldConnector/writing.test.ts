import { buildBridge } from '../acceptance/system/buildBridge';
import { within } from '../acceptance/system/within';
import { createWorld, type World } from './createWorld';
import { documentsOf } from './documentsOf';
import type { Pod } from './Pod';

jest.setTimeout(240_000);

/** As the connector before took it from anybody. */
const BODY = JSON.stringify({
  body: Buffer.from('{"models":[],"modelServer":{"name":"forged"}}').toString(
    'base64',
  ),
  lastUpdateTimeSinceEpoch: '1',
});

describe('anybody who can reach the ports', () => {
  let world: World;
  let pod: Pod;

  beforeAll(async () => {
    await buildBridge();
    world = await createWorld({ models: 2, versions: 1, deployed: 1 });
    pod = await world.pod();
    pod.start('storage-rest', 'location', 'rhoai-normalizer');
    await within(30, async () => {
      const { length } = await documentsOf(pod);
      if (length !== 2) throw new Error(`There are ${length} documents`);
    });
  });
  afterAll(() => world?.stop());

  it.each([
    ['location', 'POST', '/upsert?key=granite_v1', 405],
    ['location', 'DELETE', '/remove?key=bench-model-0_v0', 405],
    ['storage', 'POST', '/upsert?key=granite_v1&type=kserve', 410],
    ['storage', 'POST', '/currentkeyset?key=granite_v1', 410],
    ['storage', 'POST', '/currentkeyset?key=', 410],
  ] as const)(
    'changes nothing by asking %s for %s %s',
    async (where, method, path, refusal) => {
      const before = await documentsOf(pod);
      const base = where === 'location' ? pod.url : pod.storageUrl;

      const { status } = await fetch(`${base}${path}`, {
        method,
        body: method === 'POST' ? BODY : undefined,
      });

      expect(status).toBe(refusal);
      expect(await documentsOf(pod)).toEqual(before);
      // Also for who starts now, and reads what is stored.
      await pod.end('location');
      pod.start('location');
      await within(30, async () => {
        expect(await documentsOf(pod)).toEqual(before);
      });
    },
  );
});
