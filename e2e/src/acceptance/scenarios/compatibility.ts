import { ModelCatalog } from '@model-catalog/common';
import { z } from 'zod/v4';
import { logLine } from '../../realServers/describeReal';
import type { Suite } from '../Suite';
import { decoded, hasJq, printed } from '../system/oneLiner';
import type { Variant } from '../system/Variant';
import { within } from '../system/within';
import { TcpProxy } from '../world/TcpProxy';
import type { World } from '../world/World';

const listSchema = z.object({ uris: z.array(z.string()).min(1) });
const recordsSchema = z.object({
  records: z.array(
    z.object({
      kind: z.enum(['model', 'server']),
      name: z.string(),
      uri: z.string(),
    }),
  ),
});
/** `bac-import-model` and its further shards, without what is kept beside records. */
const SHARD = /^bac-import-model(-\d+)?$/;

/** The text of a card, where there is a catalog. */
async function cardOf(world: World): Promise<string | undefined> {
  return world.hasCatalog ? (await world.catalogModel()).card : undefined;
}

/** What the plugins of RHDH 1.8 to 1.10, and people with oc and jq, do. */
export function compatibilityScenarios(
  suite: () => Suite,
  variant: Pick<Variant, 'name'>,
): void {
  const records = async () => {
    const { text } = await suite().bridge.get('/api/v1/records');
    return recordsSchema.parse(JSON.parse(text)).records;
  };

  describe("the old plugin's calls", () => {
    it('GET /list, then each document by plain concatenation: all pass the published schema', async () => {
      const { bridge } = suite();
      const { uris } = listSchema.parse(
        JSON.parse((await bridge.get('/list')).text),
      );
      const models = new Set<string>();
      const servers = new Set<string>();
      for (const uri of uris) {
        expect(uri).toMatch(/^\/[^/]+\/[^/]+\/model-catalog\.json$/);
        const { status, text } = await bridge.get(uri);
        expect({ uri, status }).toEqual({ uri, status: 200 });
        const document: unknown = JSON.parse(text);
        const { models: some, modelServer } = ModelCatalog.parse(document);
        // The published schema forbids further fields.
        expect({ models: some, ...(modelServer && { modelServer }) }).toEqual(
          document,
        );
        some.forEach(({ name }) => models.add(name));
        if (modelServer) servers.add(modelServer.name);
      }
      const all = await records();
      const named = (kind: string) =>
        all.filter(one => one.kind === kind).map(({ name }) => name);
      expect([...models].sort()).toEqual(named('model').sort());
      expect([...servers].sort()).toEqual(named('server').sort());
    });

    it('GET /modelcard?key= answers the card, and 404 for a key that is none', async () => {
      const { bridge, world } = suite();
      // Without a catalog there is no card that could be asked for.
      const { source, name } = world.hasCatalog
        ? await world.catalogModel()
        : { source: 'none', name: 'none' };
      const key = encodeURIComponent(`${source}/${name}`);
      const { status, text } = await bridge.get(`/modelcard?key=${key}`);
      expect({ status, isCard: text === (await cardOf(world)) }).toEqual(
        world.hasCatalog
          ? { status: 200, isCard: true }
          : { status: 404, isCard: false },
      );
      expect((await bridge.get('/modelcard?key=none')).status).toBe(404);
    });

    it('are answered 503 with Retry-After until the first sync is complete', async () => {
      const { world, anotherBridge } = suite();
      const proxy = await TcpProxy.start(world.cluster.port);
      proxy.mode = 'silent';
      const late = await anotherBridge(`rhdh-late-${world.run}`, proxy.port);
      try {
        await late.start();
        const paths = ['/list', '/a/b/model-catalog.json', '/modelcard?key=a'];
        for (const path of [...paths, '/api/v1/records']) {
          const { status, headers } = await within(30, () => late.get(path));
          expect({ path, status }).toEqual({ path, status: 503 });
          expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
        }
        // Of several processes the last to listen may be another one.
        const probed = await within(30, () => late.probe('/healthz'));
        expect(probed.every(({ status }) => status === 200)).toBe(true);
        expect((await late.readiness()).code).toBe(503);

        proxy.mode = 'pass';
        proxy.cut();
        await late.untilReady();
        expect((await late.get('/list')).status).toBe(200);
      } finally {
        await late.end('SIGTERM');
        await proxy.stop();
      }
    });
  });

  describe('the documented command on the ConfigMap', () => {
    if (variant.name === 'none') {
      it('has no ConfigMap to print: a hub without sidecars writes none', async () => {
        const { world, storeNamespace } = suite();
        expect(await world.cluster.configMaps(storeNamespace)).toEqual([]);
      });
      return;
    }

    it('prints every record', async () => {
      const { world, storeNamespace } = suite();
      const maps = await world.cluster.configMaps(storeNamespace);
      const shards = maps.filter(({ metadata }) => SHARD.test(metadata.name));
      expect(shards.map(({ metadata }) => metadata.name)).toContain(
        'bac-import-model',
      );
      const withJq = hasJq();
      if (!withJq) logLine('jq is missing: the command is checked without it');

      const documents = shards.flatMap(shard => [
        ...(withJq ? printed(shard) : decoded(shard)).values(),
      ]);

      const names = documents.flatMap(document => {
        const { models, modelServer } = ModelCatalog.parse(document);
        return [...models, ...(modelServer ? [modelServer] : [])].map(
          ({ name }) => name,
        );
      });
      const all = (await records()).map(({ name }) => name);
      expect(names.sort()).toEqual(all.sort());
    });
  });
}
