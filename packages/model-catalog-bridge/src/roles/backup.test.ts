import { generateWorld } from '@model-catalog/rhoai-simulator';
import { z } from 'zod/v4';
import {
  createRig,
  DOCUMENTED_ROLE,
  environmentOf,
  eventually,
  TOKEN,
} from './__testUtils__/bridge';

jest.setTimeout(60_000);

const MAPS = '/api/v1/namespaces/rhdh/configmaps';

const Map = z.object({
  metadata: z.looseObject({ name: z.string() }),
  data: z.record(z.string(), z.string()).optional(),
  binaryData: z.record(z.string(), z.string()).optional(),
});
const List = z.object({ items: z.array(Map) });

describe('a backup of the ConfigMaps', () => {
  let rig: Awaited<ReturnType<typeof createRig>>;
  beforeEach(async () => {
    rig = await createRig();
  });
  afterEach(() => rig.close());

  it('brings back, while the registry is down, what an empty store would lack', async () => {
    const user = { token: TOKEN, user: 'connector', rules: DOCUMENTED_ROLE };
    const cluster = await rig.cluster({ users: [user] });
    generateWorld(cluster, { models: 3, versions: 1, cards: 0, deployed: 1 });
    const { send, http } = rig.adminOf(cluster);
    const start = (registry: string) =>
      rig.bridge({ ...environmentOf(cluster), MR_ROUTE: `m=${registry}` });
    const maps = async () => {
      const { body } = await http.request({
        url: `${cluster.kubernetes.url}${MAPS}`,
      });
      const { items } = List.parse(JSON.parse(body));
      return items.filter(({ metadata }) =>
        metadata.name.startsWith('bac-import-model'),
      );
    };
    const removeAll = async () => {
      for (const { metadata } of await maps()) {
        await send('DELETE', `${MAPS}/${metadata.name}`);
      }
    };

    const first = await start(cluster.registry.url);
    await eventually(async () => expect(await first.records()).toHaveLength(4));
    await first.end();
    const known = (await maps()).filter(
      ({ metadata }) => !metadata.name.endsWith('-lease'),
    );
    const backup = known.map(({ metadata, ...content }) => {
      const { name, labels, annotations } = metadata;
      return { metadata: { name, labels, annotations }, ...content };
    });

    await removeAll();
    const down = 'http://127.0.0.1:1';
    const empty = await start(down);
    await eventually(async () => expect(await empty.records()).toHaveLength(1));
    await empty.end();

    await removeAll();
    for (const map of backup) {
      await send('POST', MAPS, { apiVersion: 'v1', kind: 'ConfigMap', ...map });
    }
    const restored = await start(down);
    await eventually(async () =>
      expect(await restored.records()).toHaveLength(4),
    );
    await restored.end();
  });
});
