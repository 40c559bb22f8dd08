import type { Suite } from '../Suite';
import { twoPolls } from '../system/twoPolls';
import { within } from '../system/within';

/** Times that nothing may take longer than. */
const STOP_MS = 2000;

/** Waits until the catalog shows all that the bridge knows and both are quiet. */
async function quiet(suite: Suite): Promise<void> {
  await suite.bridge.untilHealthy(15);
  await within(30, async () => {
    const stored = await suite.store.revisions();
    const shown = await suite.catalog.fingerprint();
    await twoPolls(suite.world.registryProxy);
    expect(await suite.store.revisions()).toEqual(stored);
    expect(await suite.catalog.fingerprint()).toEqual(shown);
  });
}

/** The bridge comes and goes; the catalog does not notice. */
export function restartScenarios(suite: () => Suite): void {
  describe('the bridge', () => {
    beforeAll(() => quiet(suite()));

    it('writes nothing and changes no entity while nothing changes', async () => {
      const { world, catalog, store } = suite();
      const stored = await store.revisions();
      const shown = await catalog.fingerprint();
      expect(stored.length).toBeGreaterThan(0);
      expect(shown.length).toBeGreaterThan(0);

      await twoPolls(world.registryProxy);

      expect(await store.revisions()).toEqual(stored);
      expect(await catalog.fingerprint()).toEqual(shown);
    });

    it('killed and started again changes no entity', async () => {
      const { world, bridge, catalog } = suite();
      const shown = await catalog.fingerprint();
      const list = (await bridge.get('/list')).text;

      await bridge.end('SIGKILL');
      await bridge.start();
      await bridge.untilReady();
      await bridge.untilHealthy(15);
      await twoPolls(world.registryProxy);

      expect((await bridge.get('/list')).text).toBe(list);
      expect(await catalog.fingerprint()).toEqual(shown);
      await quiet(suite());
      expect(await catalog.fingerprint()).toEqual(shown);
    });

    it('started while the registry is down answers with all it knew, and changes no entity', async () => {
      const { world, bridge, catalog } = suite();
      const shown = await catalog.fingerprint();
      const list = (await bridge.get('/list')).text;

      await bridge.end('SIGKILL');
      world.registryProxy.fault = { mode: 'drop' };
      await bridge.start();
      await bridge.untilReady();

      // What is stored is served at once; that the registry is down shows when it was asked.
      await within(15, async () => {
        const { code, status, reasons } = await bridge.readiness();
        expect({ code, status }).toEqual({ code: 200, status: 'degraded' });
        expect(reasons.join('\n')).toMatch(/model-registry\/model-registry/);
      });
      const answer = await bridge.get('/list');
      expect({ status: answer.status, list: answer.text }).toEqual({
        status: 200,
        list,
      });

      world.heal();
      await bridge.untilHealthy(15);
      await quiet(suite());
      expect(await catalog.fingerprint()).toEqual(shown);
    });

    it('ends by SIGTERM with exit code 0 within 2 s', async () => {
      const { bridge, catalog, figures, variant } = suite();
      const shown = await catalog.fingerprint();

      const { code, ms } = await bridge.end('SIGTERM');

      figures.set('bridge ended by SIGTERM', ms / 1000);
      expect(code).toBe(0);
      expect(ms).toBeLessThan(STOP_MS);
      const meanwhile = variant.hubStays ? await catalog.fingerprint() : shown;
      expect(meanwhile).toEqual(shown);
      await bridge.start();
      await bridge.untilReady();
      expect(await catalog.fingerprint()).toEqual(shown);
    });
  });
}
