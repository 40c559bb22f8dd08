import {
  ALL_ISVCS,
  inferenceService,
  isvcs,
  testCluster,
  type TestCluster,
} from '../__testUtils__/cluster';
import { z } from 'zod/v4';

const pageSchema = z.object({
  metadata: z.object({
    resourceVersion: z.string(),
    continue: z.string().optional(),
    remainingItemCount: z.number().optional(),
  }),
  items: z.array(z.object({ metadata: z.object({ name: z.string() }) })),
});

describe('a list', () => {
  let cluster: TestCluster;

  beforeEach(async () => {
    cluster = await testCluster();
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      const tier = name < 'c' ? 'gold' : 'silver';
      await cluster.client.post(
        isvcs('team'),
        inferenceService(name, { labels: { tier } }),
      );
    }
  });

  afterEach(() => cluster.stop());

  const page = async (query: string) => {
    const { body } = await cluster.client.get(`${ALL_ISVCS}?${query}`);
    const parsed = pageSchema.parse(body);
    return {
      ...parsed.metadata,
      names: parsed.items.map(item => item.metadata.name).join(''),
    };
  };

  it('comes in pages that show one moment', async () => {
    const first = await page('limit=2');
    expect(first).toMatchObject({ names: 'ab', remainingItemCount: 3 });
    await cluster.client.delete(`${isvcs('team')}/c`);
    await cluster.client.post(isvcs('team'), inferenceService('bb'));
    const second = await page(`limit=2&continue=${first.continue}`);
    expect(second).toMatchObject({
      names: 'cd',
      resourceVersion: first.resourceVersion,
    });
    const third = await page(`limit=2&continue=${second.continue}`);
    expect(third).toMatchObject({ names: 'e', continue: '' });
  });

  it('cannot be continued after a compaction, but says how to go on', async () => {
    const first = await page('limit=2');
    await cluster.client.delete(`${isvcs('team')}/c`);
    cluster.server.compact();
    const refused = await cluster.client.get(
      `${ALL_ISVCS}?limit=2&continue=${first.continue}`,
    );
    expect(refused).toMatchObject({
      status: 410,
      body: { reason: 'Expired', metadata: { continue: expect.any(String) } },
    });
    const { metadata } = z
      .object({ metadata: z.object({ continue: z.string() }) })
      .parse(refused.body);
    const rest = await page(`continue=${metadata.continue}`);
    expect(rest.names).toBe('de');
  });

  it.each([
    ['labelSelector=tier%3Dgold', 'ab'],
    ['labelSelector=tier!%3Dgold', 'cde'],
    ['labelSelector=tier+in+(gold,bronze)', 'ab'],
    ['labelSelector=tier+notin+(gold)', 'cde'],
    ['labelSelector=tier', 'abcde'],
    ['labelSelector=!tier', ''],
    ['fieldSelector=metadata.name%3Dc', 'c'],
    ['fieldSelector=metadata.name!%3Dc', 'abde'],
    ['limit=2&resourceVersion=0', 'abcde'],
  ])('with %s has %s', async (query, names) => {
    expect((await page(query)).names).toBe(names);
  });
});
