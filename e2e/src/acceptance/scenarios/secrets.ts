import { PLANTED, type Suite } from '../Suite';
import type { Answer } from '../system/answerOf';

/** Tokens travel in headers to whom they are meant for, and are seen nowhere else. */
export function secretScenarios(suite: () => Suite): void {
  describe('the tokens', () => {
    it('were sent: the one of the registry to registry and catalog, none to model servers', () => {
      const { world } = suite();
      const sent = `Bearer ${PLANTED.registry}`;
      expect([...world.registryProxy.credentials]).toEqual([sent]);
      expect([...world.catalogProxy.credentials]).toEqual([sent]);
      expect(world.modelServers.credentials).toEqual([]);
    });

    it('are in no log line, metric, answer, entity or place of the store', async () => {
      const { world, bridges, bridge, backstage, catalog } = suite();
      const { store, variant } = suite();
      const places = {
        'logs of the bridge': bridges().map(({ log }) => log.raw),
        'log of Backstage': backstage.lines,
        metrics: textsOf(await bridge.probe('/metrics')),
        readiness: textsOf(await bridge.probe('/readyz')),
        records: [(await bridge.get('/api/v1/records')).text],
        [store.place]: await store.texts(),
        entities: [JSON.stringify(await catalog.entities())],
      };
      const tokens = [
        ...Object.values({ ...PLANTED, ...variant.secrets }),
        ...world.cluster.tokens,
      ];

      for (const [place, texts] of Object.entries(places)) {
        const text = texts.join('\n');
        expect({ place, isEmpty: text === '' }).toEqual({
          place,
          isEmpty: false,
        });
        const found = tokens.filter(token => text.includes(token));
        expect({ place, found }).toEqual({ place, found: [] });
      }
    });
  });
}

const textsOf = (answers: readonly Answer[]) => answers.map(({ text }) => text);
