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

    it('are in no log line, metric, answer, ConfigMap or entity', async () => {
      const { world, bridges, bridge, backstage, catalog } = suite();
      const { storeNamespace, variant } = suite();
      const places = {
        'logs of the bridge': bridges().map(({ log }) => log.raw),
        'log of Backstage': backstage.lines,
        metrics: textsOf(await bridge.probe('/metrics')),
        readiness: textsOf(await bridge.probe('/readyz')),
        records: [(await bridge.get('/api/v1/records')).text],
        ConfigMaps: decodedAll(await world.cluster.configMaps(storeNamespace)),
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

/** Each object as it is, and its binary values decoded twice, as they are encoded. */
function decodedAll(
  maps: Awaited<ReturnType<Suite['world']['cluster']['configMaps']>>,
): string[] {
  const plain = (text: string) => Buffer.from(text, 'base64').toString('utf8');
  return maps.flatMap(map => [
    JSON.stringify(map),
    ...Object.values(map.binaryData ?? {}).flatMap(value => {
      const text = plain(value);
      const body = /"body":"([^"]*)"/.exec(text)?.[1] ?? '';
      return [text, plain(body)];
    }),
  ]);
}
