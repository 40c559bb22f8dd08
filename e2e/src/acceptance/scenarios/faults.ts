import type { Suite } from '../Suite';
import { within } from '../system/within';
import type { Fault } from '../world/faults';

const BROKEN: readonly (readonly [string, Fault, RegExp])[] = [
  ['answers 401', { mode: 'status', code: 401 }, /401/],
  ['answers 403', { mode: 'status', code: 403 }, /403/],
  ['answers 503', { mode: 'status', code: 503 }, /503/],
  ['answers a page in HTML', { mode: 'html' }, /JSON|html|page/i],
  ['cuts its answers in half', { mode: 'truncate' }, /./],
  ['drops connections', { mode: 'drop' }, /./],
];

async function refsOf({ catalog }: Suite): Promise<string[]> {
  return (await catalog.fingerprint()).map(line => line.split(' ')[0] ?? '');
}

/** A server changes its URL while something is broken: that must arrive. */
async function urlArrives(
  { world, catalog, namespace }: Suite,
  url: string,
): Promise<void> {
  await world.cluster.makeReady({ namespace, name: 'bystander' }, url);
  await within(5, async () => {
    const { metadata } = await catalog.get(
      `component:default/${namespace}-bystander`,
    );
    expect(metadata.links).toContainEqual(expect.objectContaining({ url }));
  });
}

/** The registry or the catalog fails: nothing leaves, all else goes on. */
export function faultScenarios(suite: () => Suite): void {
  describe('while a source fails', () => {
    beforeAll(async () => {
      const { world, catalog, namespace } = suite();
      const ref = { namespace, name: 'bystander' };
      await world.cluster.createServer(ref);
      const url = world.modelServers.urlOf('bystander');
      await world.cluster.makeReady(ref, url);
      const { id } = await world.registry.registerModel({
        name: `bystander-${world.run}`,
      });
      await world.registry.registerVersion(id, { name: '1' });
      await within(5, async () => {
        await catalog.get(`component:default/${namespace}-bystander`);
        await catalog.model(`bystander-${world.run}`, '1');
      });
    });

    it.each(BROKEN)(
      'a registry that %s: nothing leaves, URLs change, readiness says why, it heals by itself',
      async (what, fault, reason) => {
        const { world, bridge } = suite();
        await bridge.untilHealthy(10);
        const before = await refsOf(suite());
        world.registryProxy.fault = fault;

        await within(10, async () => {
          const { code, status, reasons } = await bridge.readiness();
          expect({ code, status }).toEqual({ code: 200, status: 'degraded' });
          expect(reasons.join('\n')).toMatch(/model-registry/);
          expect(reasons.join('\n')).toMatch(reason);
        });
        const slug = what.replace(/\W/g, '-');
        await urlArrives(suite(), world.modelServers.urlOf(slug));
        expect(await refsOf(suite())).toEqual(before);
        bridge.log.expect({
          level: 'warn',
          source: 'model-registry/model-registry',
          msg: reason,
        });

        world.heal();
        await bridge.untilHealthy(10);
        expect(await refsOf(suite())).toEqual(before);
      },
    );

    it('a model catalog that answers 503: nothing leaves, cards stay', async () => {
      const { world, bridge, catalog } = suite();
      await bridge.untilHealthy(10);
      const before = await catalog.fingerprint();
      world.catalogProxy.fault = { mode: 'status', code: 503 };

      await within(10, async () => {
        const { code, reasons } = await bridge.readiness();
        expect(code).toBe(200);
        expect(reasons.join('\n')).toMatch(/model-catalog/);
      });
      expect(await catalog.fingerprint()).toEqual(before);
      const { source, name } = await world.catalogModel();
      const key = encodeURIComponent(`${source}/${name}`);
      expect((await bridge.get(`/modelcard?key=${key}`)).status).toBe(200);

      world.heal();
      await bridge.untilHealthy(10);
      expect(await catalog.fingerprint()).toEqual(before);
    });

    it('a registry that takes a second for each answer is waited for, and keeps nobody else waiting', async () => {
      const { world } = suite();
      world.registryProxy.fault = { mode: 'slow', ms: 1000 };
      await urlArrives(suite(), world.modelServers.urlOf('slow-registry'));
    });

    it('a Kubernetes API that drops the watch: what happens meanwhile and later arrives', async () => {
      const { world, catalog, namespace } = suite();
      const { cluster } = world;
      const ref = { namespace, name: 'unseen' };
      const before = await refsOf(suite());

      cluster.connection.mode = 'refuse';
      cluster.connection.cut();
      await cluster.createServer(ref);
      expect(await refsOf(suite())).toEqual(before);
      world.heal();

      await within(10, () =>
        catalog.get(`component:default/${namespace}-unseen`),
      );
      cluster.connection.cut();
      await urlArrives(suite(), world.modelServers.urlOf('after-the-cut'));
      await cluster.deleteServer(ref);
      await within(5, () =>
        catalog.isGone(`component:default/${namespace}-unseen`),
      );
    });
  });
}
