import type { Suite } from '../Suite';
import { twoPolls } from '../system/twoPolls';
import { within } from '../system/within';
import type { Fault } from '../world/faults';
import { definitionOf } from '../world/ModelServers';

const BROKEN: readonly (readonly [string, Fault, RegExp])[] = [
  ['answers 401', { mode: 'status', code: 401 }, /401/],
  ['answers 403', { mode: 'status', code: 403 }, /403/],
  ['answers 503', { mode: 'status', code: 503 }, /503/],
  ['answers a page in HTML', { mode: 'html' }, /JSON|html|page/i],
  ['cuts its answers in half', { mode: 'truncate' }, /./],
  ['drops connections', { mode: 'drop' }, /./],
];

/**
 * Until a poll has failed, or succeeded again: waits between attempts are in it,
 * and a server that took long to answer is left alone for a while.
 */
const NOTICED_S = 20;

async function refsOf({ catalog }: Suite): Promise<string[]> {
  return (await catalog.fingerprint()).map(line => line.split(' ')[0] ?? '');
}

/** A server moves while something is broken: its new URL must arrive, and its definition. */
async function urlArrives(
  { world, catalog, namespace }: Suite,
  name: string,
): Promise<void> {
  const url = world.modelServers.urlOf(name);
  await world.cluster.makeReady({ namespace, name: 'bystander' }, url);
  const entity = `default/${namespace}-bystander`;
  await within(5, async () => {
    const { metadata } = await catalog.get(`component:${entity}`);
    expect(metadata.links).toContainEqual(expect.objectContaining({ url }));
  });
  await within(5, async () => {
    const { spec } = await catalog.get(`api:${entity}`);
    expect(spec.definition).toContain(definitionOf(name).info.title);
  });
}

/** Breaks the model catalog: nothing changes, and all heals; gives what readiness said. */
async function whileCatalogFails(
  { world, bridge, catalog }: Suite,
  fault: Fault,
): Promise<string> {
  await bridge.untilHealthy(NOTICED_S);
  const before = await catalog.fingerprint();
  world.catalogProxy.fault = fault;
  const said = await within(NOTICED_S, async () => {
    const { code, status, reasons } = await bridge.readiness();
    expect({ code, status }).toEqual({ code: 200, status: 'degraded' });
    return reasons.join('\n');
  });
  expect(await catalog.fingerprint()).toEqual(before);
  const { source, name } = await world.catalogModel();
  const key = encodeURIComponent(`${source}/${name}`);
  expect((await bridge.get(`/modelcard?key=${key}`)).status).toBe(200);

  world.heal();
  await bridge.untilHealthy(NOTICED_S);
  expect(await catalog.fingerprint()).toEqual(before);
  return said;
}

/** Where there was never a catalog, what answers in its place is nobody's trouble. */
async function absentCatalogFails(
  { world, bridge, catalog }: Suite,
  fault: Fault,
): Promise<void> {
  await bridge.untilHealthy(NOTICED_S);
  const before = await catalog.fingerprint();
  const asked = world.catalogProxy.requests.length;
  world.catalogProxy.fault = fault;
  await within(NOTICED_S, () => {
    if (world.catalogProxy.requests.length === asked) {
      throw new Error('The place of the catalog was not asked again');
    }
  });
  await twoPolls(world.registryProxy);
  expect(await catalog.fingerprint()).toEqual(before);
  expect((await bridge.readiness()).code).toBe(200);
  world.heal();
  await bridge.untilHealthy(NOTICED_S);
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
        await bridge.untilHealthy(NOTICED_S);
        const before = await refsOf(suite());
        world.registryProxy.fault = fault;

        await within(NOTICED_S, async () => {
          const { code, status, reasons } = await bridge.readiness();
          expect({ code, status }).toEqual({ code: 200, status: 'degraded' });
          expect(reasons.join('\n')).toMatch(/model-registry/);
          expect(reasons.join('\n')).toMatch(reason);
        });
        const slug = what.replace(/\W/g, '-');
        await urlArrives(suite(), slug);
        expect(await refsOf(suite())).toEqual(before);
        bridge.log.expect({
          level: 'warn',
          source: 'model-registry/model-registry',
          msg: reason,
        });

        world.heal();
        await bridge.untilHealthy(NOTICED_S);
        expect(await refsOf(suite())).toEqual(before);
      },
    );

    it('a model catalog that answers 503: nothing leaves, cards stay', async () => {
      const fault: Fault = { mode: 'status', code: 503 };
      if (!suite().world.hasCatalog) {
        await absentCatalogFails(suite(), fault);
        return;
      }
      const said = await whileCatalogFails(suite(), fault);
      expect(said).toMatch(/^model-catalog: failed .*503/);
    });

    it('a model catalog with a bad element: it is named, nothing leaves, its card stays', async () => {
      const { world, bridge } = suite();
      if (!world.hasCatalog) {
        await absentCatalogFails(suite(), { mode: 'html' });
        return;
      }
      const { name } = await world.catalogModel();
      const said = await whileCatalogFails(suite(), {
        mode: 'bad-element',
        list: 'models',
        name,
        field: 'description',
      });
      expect(said).toMatch(/^model-catalog: partial /);
      bridge.log.expect({
        level: 'warn',
        source: 'model-catalog',
        object: new RegExp(name),
        field: 'description',
      });
    });

    it('a registry that takes a second for each answer is waited for, and keeps nobody else waiting', async () => {
      const { world } = suite();
      world.registryProxy.fault = { mode: 'slow', ms: 1000 };
      await urlArrives(suite(), 'slow-registry');
    });

    it('a Kubernetes API that drops the watch: what happens meanwhile and later arrives', async () => {
      const { world, bridge, catalog, namespace } = suite();
      const { cluster } = world;
      const ref = { namespace, name: 'unseen' };
      const before = await refsOf(suite());

      cluster.connection.mode = 'refuse';
      cluster.connection.cut();
      await cluster.createServer(ref);
      expect(await refsOf(suite())).toEqual(before);
      world.heal();

      await within(NOTICED_S, () =>
        catalog.get(`component:default/${namespace}-unseen`),
      );
      bridge.log.expect({
        source: 'kserve',
        msg: /^Watch of .*inferenceservices ended$/,
      });
      cluster.connection.cut();
      await urlArrives(suite(), 'after-the-cut');
      await cluster.deleteServer(ref);
      await within(5, () =>
        catalog.isGone(`component:default/${namespace}-unseen`),
      );
    });
  });
}
