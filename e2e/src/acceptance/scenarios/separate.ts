import type { Suite } from '../Suite';
import type { Backstage } from '../system/startBackstage';
import type { Answer } from '../system/answerOf';
import type { SeparateRig } from '../system/separate/separate';
import { within } from '../system/within';

/** A hub to start, and a long poll from its beginning to its end. */
const START_MS = 120_000;

/** What a router gives an answer without an annotation. */
const ROUTE_SECONDS = 30;

/** What only those rely on who have one connector for several hubs. */
export function separateScenarios(
  suite: () => Suite,
  rig: () => SeparateRig,
): void {
  describe('the connector by itself', () => {
    let other: Backstage;
    let polled: Answer;

    beforeAll(async () => {
      await suite().bridge.untilHealthy(30);
      const { bridge, anotherHub } = rig();
      const { headers } = await bridge.get('/api/v1/changes');
      const etag = headers.get('etag') ?? '';
      [other, polled] = await Promise.all([
        anotherHub(),
        bridge.get('/api/v1/changes?wait=60', { 'if-none-match': etag }),
      ]);
    }, START_MS);
    afterAll(() => other?.stop(), START_MS);

    it('answers by its Route those with the token, and nobody else', async () => {
      const { bridge } = rig();
      const asked = async (authorization?: string) =>
        (await bridge.as(authorization, '/list')).status;
      expect((await bridge.get('/list')).status).toBe(200);
      expect(await asked()).toBe(401);
      expect(await asked('Bearer another')).toBe(401);
    });

    it('shows a second Developer Hub the same entities', async () => {
      const { catalog } = suite();
      const refs = (lines: string[]) => lines.map(line => line.split(' ')[0]);
      await within(60, async () => {
        const shown = refs(await catalog.fingerprint());
        expect(shown.length).toBeGreaterThan(0);
        expect(refs(await other.catalog.fingerprint())).toEqual(shown);
      });
    });

    it('ends a long poll before the router gives it up', () => {
      const { route } = rig().bridge;
      expect(polled.status).toBe(304);
      expect(route.timeouts).toBe(0);
      expect(route.slowest).toBeLessThan(ROUTE_SECONDS);
      suite().figures.set('slowest answer by the Route', route.slowest);
    });

    it('is asked through the proxy of the hubs, and asks none for loopback', () => {
      const { bridge, proxies } = rig();
      const { host } = bridge.route;
      expect([...new Set(proxies.hub.asked)]).toEqual([`${host}:443`]);
      expect(proxies.pod.asked).toEqual([]);
    });
  });
}
