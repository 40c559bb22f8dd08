import { readHosted } from './readHosted';

const read = (entries: object, clusters: unknown = undefined) =>
  readHosted({ providers: entries, clusters });

const AT = 'catalog.providers.modelCatalog';
const url = 'https://api.east.example.com:6443';

describe('entries that are read in a backend', () => {
  it('are those with rhoai, and all of it has defaults', () => {
    expect(
      read({
        sidecar: { baseUrl: 'http://localhost:9090', rhoai: null },
        unset: { rhoai: '' },
        models: { rhoai: {} },
      }),
    ).toMatchObject([
      {
        id: 'models',
        tablePrefix: 'mc_models_8edcc26c',
        config: {
          cluster: 'local',
          namePrefix: undefined,
          checkIntervalMs: 10_000,
          pollIntervalMs: 120_000,
          maxRemovalShare: 0.5,
          discovery: { registries: true, catalogs: true },
          defaultOwner: 'rhdh-rhoai-bridge',
        },
        kubernetes: { path: `${AT}.models.rhoai.kubernetes` },
      },
    ]);
  });

  it.each([undefined, null, '', 'x', []])('are none in %j', providers => {
    expect(readHosted({ providers, clusters: undefined })).toEqual([]);
  });

  it('take the keys of the configuration file, and texts that variables left', () => {
    const [entry] = read({
      models: {
        rhoai: {
          registries: [{ name: 'public', url: 'https://r.example.com' }],
          discovery: { catalogs: 'false' },
          versions: 'latest:2',
          owners: { default: 'group:ai', transform: { stripDomain: 'false' } },
          namespaces: { include: ['team-*', ''], selector: '' },
          dashboardUrl: '',
          maxRemovalShare: '0.2',
          pollingInterval: '1m30s',
          insecureSkipTLSVerify: 'false',
          kubernetes: { url: '', token: '', cluster: '' },
        },
      },
    });

    expect(entry?.config).toMatchObject({
      registries: [{ name: 'public', url: 'https://r.example.com' }],
      discovery: { registries: false, catalogs: false },
      defaultOwner: 'group:ai',
      owners: { transform: { stripDomain: false } },
      maxRemovalShare: 0.2,
      pollIntervalMs: 90_000,
      insecureSkipTlsVerify: false,
      selection: {
        versions: { latest: 2 },
        namespaces: { include: ['team-*'] },
      },
    });
    expect(entry?.kubernetes.url).toBeUndefined();
  });

  it('have tables of their own, whatever their ids are', () => {
    const ids = ['a-b', 'a_b', 'A_B', 'ü', 'x'.repeat(160)];
    const prefixes = ids.flatMap(id =>
      read({ [id]: { rhoai: {} } }).map(({ tablePrefix }) => tablePrefix),
    );
    expect(new Set(prefixes.map(one => one.toLowerCase())).size).toBe(5);
    expect(prefixes.filter(one => !/^mc_[a-z0-9_]{9,32}$/.test(one))).toEqual(
      [],
    );
  });
});

describe('a wrong value', () => {
  it.each<[string, object]>([
    [
      'registries[0].url: is no http or https URL',
      { registries: [{ name: 'a', url: 'x' }] },
    ],
    ['colour: is no known key', { colour: 'red' }],
    ['kubernetes.server: is no known key', { kubernetes: { server: url } }],
    [
      'kubernetes.token: is missing; give a token or a tokenFile for url',
      { kubernetes: { url } },
    ],
    [
      'kubernetes.url: must not be given beside cluster',
      { kubernetes: { cluster: 'a', url, token: 't' } },
    ],
    [
      'kubernetes.tokenFile: must not be given beside token',
      { kubernetes: { url, token: 't', tokenFile: '/t' } },
    ],
    [
      'kubernetes.caFile: is for a url, which is missing',
      { kubernetes: { caFile: '/ca' } },
    ],
    [
      'pollingInterval: is no duration from 1s to 576h; write e.g. 10s or 2m',
      { pollingInterval: '30' },
    ],
    ['namePrefix: must be at most 30 letters', { namePrefix: '-east' }],
    ['maxRemovalShare: must be from 0 to 1', { maxRemovalShare: 2 }],
    [
      'dashboardUrl: is no http or https URL',
      { dashboardUrl: 'https://user:planted@h' },
    ],
    [
      'kubernetes.cluster: names "west", which is no cluster of type config in kubernetes.clusterLocatorMethods: there is none',
      { kubernetes: { cluster: 'west' } },
    ],
  ])('is told with its key: %s', (line, rhoai) => {
    expect(() => read({ models: { rhoai } })).toThrow(
      `${AT}.models.rhoai.${line}`,
    );
  });

  it.each(['true', 'yes', 3, []])('of rhoai itself: %j', rhoai => {
    expect(() => read({ models: { rhoai } })).toThrow(
      `${AT}.models.rhoai: must be a mapping`,
    );
  });

  it('is told of all entries at once, and never repeated', () => {
    const planted = 'planted secret-5f1c';
    const reading = () =>
      read({
        a: { rhoai: { kubernetes: { url, token: planted } } },
        b: { rhoai: { registryToken: planted } },
      });
    expect(reading).toThrow(`${AT}.a.rhoai.kubernetes.token`);
    expect(reading).toThrow(`${AT}.b.rhoai.registryToken`);
    expect(reading).not.toThrow(planted);
  });
});

describe('several clusters', () => {
  it.each<[string, (string | undefined)[], boolean]>([
    ['none and one', [undefined, 'east'], true],
    ['two', ['east', 'west'], true],
    ['two without', [undefined, undefined], false],
    ['equal ones', ['east', 'east'], false],
    ['equal but for their case', ['east', 'East'], false],
    ['one that begins with the other', ['east', 'east-2'], false],
    ['one that only looks so', ['east', 'east2'], true],
  ])('with the prefixes %s', (_, prefixes, isFine) => {
    const entries = Object.fromEntries(
      prefixes.map((namePrefix, index) => [
        `c${index}`,
        { rhoai: { namePrefix } },
      ]),
    );
    const problem = `${AT}.c0.rhoai.namePrefix and ${AT}.c1.rhoai.namePrefix: `;
    const told = (() => {
      try {
        read(entries);
        return undefined;
      } catch (error) {
        return String(error);
      }
    })();
    expect(told?.includes(problem) ?? true).toBe(true);
    expect(told === undefined).toBe(isFine);
  });

  it('the first one keeps its keys when others come', () => {
    const clusters = (entries: object) =>
      read(entries).map(({ config }) => config.cluster);
    expect(clusters({ a: { rhoai: {} } })).toEqual(['local']);
    expect(
      clusters({
        a: { rhoai: {} },
        b: { rhoai: { namePrefix: 'b' } },
        c: { rhoai: { namePrefix: 'c', cluster: 'paris' } },
      }),
    ).toEqual(['local', 'b', 'paris']);
  });
});

describe('a cluster of the hub', () => {
  const methods = [
    { type: 'localKubectlProxy' },
    {
      type: 'config',
      clusters: [
        {
          name: 'east',
          url,
          authProvider: 'serviceAccount',
          serviceAccountToken: 'planted-5f1c',
          caData: 'Q0E=',
          skipTLSVerify: 'true',
        },
        { name: 'pod', url, authProvider: 'serviceAccount', caFile: '/ca' },
        { name: 'people', url, authProvider: 'google' },
        { name: 'broken', url: 5 },
      ],
    },
  ];
  const named = (cluster: string) =>
    read({ models: { rhoai: { kubernetes: { cluster } } } }, methods);

  it('is reached as it says', () => {
    expect(named('east')[0]?.kubernetes).toEqual({
      url,
      token: 'planted-5f1c',
      caData: 'Q0E=',
      caFile: undefined,
      skipTLSVerify: true,
      path: 'kubernetes.clusterLocatorMethods[1].clusters[0]',
    });
    expect(named('pod')[0]?.kubernetes).toMatchObject({
      url,
      token: undefined,
      caFile: '/ca',
    });
  });

  it.each([
    ['west', 'there are east, pod, people, broken'],
    [
      'people',
      'kubernetes.clusterLocatorMethods[1].clusters[2] has no serviceAccountToken; its authProvider google is for people',
    ],
    ['broken', 'kubernetes.clusterLocatorMethods[1].clusters[3].url'],
  ])('cannot be %s: %s', (cluster, reason) => {
    expect(() => named(cluster)).toThrow(
      `${AT}.models.rhoai.kubernetes.cluster: names "${cluster}"`,
    );
    expect(() => named(cluster)).toThrow(reason);
  });
});
