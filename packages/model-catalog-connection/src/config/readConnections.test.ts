import { ConfigReader } from '@backstage/config';
import { readConnections } from './readConnections';
import { CONFIG_PATH } from './types';

const BASE = 'http://localhost:9090';

/** Reads entries as the plugins do: through Backstage's own config object. */
function read(modelCatalog: object | string) {
  const config = new ConfigReader({
    catalog: { providers: { modelCatalog: modelCatalog as never } },
  });
  return readConnections(config.getOptional(CONFIG_PATH));
}

describe('readConnections', () => {
  it('reads nothing when nothing is configured', () => {
    expect(readConnections(undefined)).toEqual({
      connections: [],
      warnings: [],
    });
  });

  it('reads several entries, defaults filled in', () => {
    const { connections, warnings } = read({
      development: { baseUrl: `${BASE}/` },
      production: {
        baseUrl: 'https://models.example.com/location/',
        token: ' secret ',
        caFile: '/etc/ca.pem',
        schedule: { frequency: { minutes: '2' }, timeout: { minutes: 1 } },
        removalGuard: { maxSharePercent: '80', atLeast: 10 },
      },
    });
    expect(warnings).toEqual([]);
    expect(connections).toEqual([
      {
        id: 'development',
        baseUrl: BASE,
        listIntervalMs: 30_000,
        removalGuard: { maxSharePercent: 50, atLeast: 5 },
        entityShape: 'classic',
        urls: 'all',
        previousIds: [],
      },
      {
        id: 'production',
        baseUrl: 'https://models.example.com/location',
        token: 'secret',
        caFile: '/etc/ca.pem',
        listIntervalMs: 120_000,
        removalGuard: { maxSharePercent: 80, atLeast: 10 },
        entityShape: 'classic',
        urls: 'all',
        previousIds: [],
      },
    ]);
  });

  it('reads the systems of the hub, and refuses what is none of it', () => {
    const systems = { default: 'ai', namespaces: { 'fraud-*': 'fraud' } };
    const { connections } = read({
      a: { baseUrl: BASE, systems: { ...systems, fromAnnotation: 'true' } },
    });
    expect(connections[0]?.systems).toEqual({
      ...systems,
      fromAnnotation: true,
    });
    expect(() =>
      read({ a: { baseUrl: BASE, systems: { namespace: {} } } }),
    ).toThrow(/modelCatalog\.a\.systems/);
  });

  it.each([
    [['old'], ['old']],
    ['old, older,,old', ['old', 'older']],
    [['', ' '], []],
  ])('reads the previous ids %j as %j', (previousIds, expected) => {
    const { connections } = read({ models: { baseUrl: BASE, previousIds } });
    expect(connections[0]?.previousIds).toEqual(expected);
  });

  it.each([
    [
      { a: { baseUrl: BASE, previousIds: ['b'] }, b: { baseUrl: BASE } },
      /modelCatalog\.a\.previousIds.*'b' is an entry of its own/,
    ],
    [
      {
        a: { baseUrl: BASE, previousIds: ['old'] },
        b: { baseUrl: BASE, previousIds: ['old'] },
      },
      /modelCatalog\.b\.previousIds.*'old' is a previous id of 'a' too/,
    ],
    [
      { ['x'.repeat(161)]: { baseUrl: BASE } },
      /an id has at most 160 characters/,
    ],
    [
      { a: { baseUrl: BASE, entityShape: 'round' } },
      /modelCatalog\.a\.entityShape/,
    ],
    [{ a: { baseUrl: BASE, urls: 'some' } }, /modelCatalog\.a\.urls/],
  ])('refuses %j', (entries, message) => {
    expect(() => read(entries)).toThrow(message);
  });

  it('counts empty texts of unset variables as unset', () => {
    const { connections, warnings } = read({
      development: {
        baseUrl: BASE,
        token: '',
        caFile: ' ',
        schedule: { frequency: { minutes: '' } },
      },
    });
    expect(warnings).toEqual([]);
    expect(connections[0]).not.toHaveProperty('token');
    expect(connections[0]).not.toHaveProperty('caFile');
    expect(connections[0]?.listIntervalMs).toBe(30_000);
  });

  it.each([
    ['an ISO duration', 'PT45S', 45_000],
    ['a short duration', '45s', 45_000],
    ['an object', { seconds: 45 }, 45_000],
    ['less than a second', { milliseconds: 1 }, 1_000],
    ['longer than a timer can wait', { days: 60 }, 2_147_483_647],
  ])('takes a frequency as %s', (_, frequency, expected) => {
    const { connections } = read({
      a: { baseUrl: BASE, schedule: { frequency } },
    });
    expect(connections[0]?.listIntervalMs).toBe(expected);
  });

  it('names entries without a base URL, whose entities are to stay', () => {
    const { unused } = read({
      a: { baseUrl: BASE },
      b: { baseUrl: '' },
      c: {},
    });
    expect(unused).toEqual(['b', 'c']);
  });

  it.each<[string, object, string]>([
    [
      'an entry whose base URL is unset',
      { development: { baseUrl: '' } },
      "'catalog.providers.modelCatalog.development' in config has no baseUrl, so nothing is read for it, and what the catalog has of it stays",
    ],
    [
      'an entry of the connector without sidecars',
      {
        'kserve-kubeflow-connector': {
          schedule: { frequency: 'PT30S' },
          cluster: { name: 'x', serviceAccountToken: '' },
        },
      },
      "'catalog.providers.modelCatalog.kserve-kubeflow-connector' in config has no baseUrl, so nothing is read for it, and what the catalog has of it stays",
    ],
    [
      'a key that was never read',
      { development: { baseUrl: BASE, owner: 'x' } },
      "Unknown key 'catalog.providers.modelCatalog.development.owner' in config is ignored",
    ],
    [
      'a cron expression',
      {
        development: {
          baseUrl: BASE,
          schedule: { frequency: { cron: '* * * * *' } },
        },
      },
      "'catalog.providers.modelCatalog.development.schedule.frequency' in config is no interval and is ignored; an old location service is read every 30 seconds",
    ],
  ])('warns of %s', (_, config, warning) => {
    expect(read(config).warnings).toEqual([warning]);
  });

  it.each<[string, object | string, string]>([
    ['a text for all', 'http://x', 'modelCatalog'],
    ['a text for an entry', { a: 'http://x' }, 'modelCatalog.a'],
    [
      'a relative base URL',
      { a: { baseUrl: 'x/y' } },
      'modelCatalog.a.baseUrl',
    ],
    ['another scheme', { a: { baseUrl: 'ftp://x' } }, 'modelCatalog.a.baseUrl'],
    [
      'a password in the URL',
      { a: { baseUrl: 'http://u:hunter2@x' } },
      'modelCatalog.a.baseUrl',
    ],
    [
      'a query in the URL',
      { a: { baseUrl: 'http://x/?token=hunter2' } },
      'modelCatalog.a.baseUrl',
    ],
    [
      'a token of two lines',
      { a: { baseUrl: BASE, token: 'hunter2\nx' } },
      'modelCatalog.a.token',
    ],
    [
      'a token that is a number',
      { a: { baseUrl: BASE, token: 1 } },
      'modelCatalog.a.token',
    ],
    [
      'a frequency without a unit',
      { a: { baseUrl: BASE, schedule: { frequency: '30' } } },
      'modelCatalog.a.schedule.frequency',
    ],
    [
      'an unknown duration',
      { a: { baseUrl: BASE, schedule: { frequency: { fortnights: 1 } } } },
      'modelCatalog.a.schedule.frequency',
    ],
    [
      'a share over 100',
      { a: { baseUrl: BASE, removalGuard: { maxSharePercent: 101 } } },
      'modelCatalog.a.removalGuard.maxSharePercent',
    ],
    [
      'a misspelt guard',
      { a: { baseUrl: BASE, removalGuard: { share: 1 } } },
      'modelCatalog.a.removalGuard',
    ],
  ])('refuses %s, naming the path and not the value', (_, config, path) => {
    const attempt = () => read(config);
    expect(attempt).toThrow(`'catalog.providers.${path}'`);
    expect(attempt).not.toThrow('hunter2');
  });
});
