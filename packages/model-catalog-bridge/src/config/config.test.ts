import fc from 'fast-check';
import { ConfigError, readConfig, type Role } from './config';
import { Settings } from './schema';

function problemsOf(
  environment: Record<string, string>,
  role?: Role,
): readonly string[] {
  try {
    readConfig(environment, {}, { role });
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.problems;
    }
    throw error;
  }
  return [];
}

describe('readConfig', () => {
  it('has the documented defaults', () => {
    expect(readConfig({})).toMatchObject({
      bridgeUrl: 'http://localhost:9090',
      defaultOwner: 'rhdh-rhoai-bridge',
      defaultLifecycle: 'development',
      pollIntervalMs: 120_000,
      storage: 'ConfigMap',
      locationAddress: { host: '127.0.0.1', port: 9090 },
      storageAddress: { host: '127.0.0.1', port: 7070 },
      storageUrl: 'http://localhost:7070',
      storageToken: undefined,
      locationToken: undefined,
      metricsAddress: { host: '::', port: 8081 },
      maxRemovalShare: 0.5,
      registries: [],
    });
  });

  it('counts empty values as unset', () => {
    const empty = {
      BRIDGE_URL: '',
      POLLING_INTERVAL: ' ',
      MR_ROUTE: '',
      DEFAULT_OWNER: '',
      LOG_LEVEL: '',
      KFMR_TOKEN: '',
    };

    expect(readConfig(empty)).toEqual(readConfig({}));
  });

  it('accepts the environment of the documented sidecars without a warning about it', () => {
    const config = readConfig({
      NORMALIZER_FORMAT: 'JSONArrayFormat',
      STORAGE_TYPE: 'ConfigMap',
      BRIDGE_URL: 'http://localhost:9090',
      POD_IP: '10.0.0.7',
      POD_NAMESPACE: 'ai-rhdh',
      MR_ROUTE: 'https://registry-rest.apps.example.com',
    });

    expect(config.warnings).toEqual([]);
  });

  it('warns of a format that is not served', () => {
    expect(
      readConfig({ NORMALIZER_FORMAT: 'CatalogInfoYamlFormat' }).warnings,
    ).toEqual([expect.stringContaining('is not served')]);
  });

  it('takes several registries, named by their URLs or by hand', () => {
    const { registries } = readConfig({
      MR_ROUTE:
        'https://public-rest.apps.example.com, team=http://127.0.0.1:18080,https://gw.example.com/model-registry/third',
    });

    expect(registries).toEqual([
      { name: 'public', url: 'https://public-rest.apps.example.com' },
      { name: 'team', url: 'http://127.0.0.1:18080' },
      { name: 'third', url: 'https://gw.example.com/model-registry/third' },
    ]);
  });

  it('takes registries by the names of their Routes', () => {
    const { registries } = readConfig({
      MR_ROUTE: 'modelregistry-public-https, team-ns:team-rest',
    });

    expect(registries).toEqual([
      {
        name: 'modelregistry-public',
        route: { name: 'modelregistry-public-https' },
      },
      { name: 'team', route: { namespace: 'team-ns', name: 'team-rest' } },
    ]);
  });

  it.each([
    [
      { POLLING_INTERVAL: '120' },
      'POLLING_INTERVAL: "120" is no duration; write a number with its unit, e.g. 2m, 30s or 500ms',
    ],
    [
      { POLLING_INTERVAL: '720h' },
      'POLLING_INTERVAL: "720h" is too long; the longest that can be waited is 576h',
    ],
    [
      { MR_ROUTE: 'team=https://me:secret@r example' },
      'MR_ROUTE: "team=https://***@r example" is no http or https URL and no name of a Route; write https://…, name=https://… or namespace:route',
    ],
    [
      { MR_ROUTE: 'me:secret@r.example.com' },
      'MR_ROUTE: "***@r.example.com" is no http or https URL and no name of a Route; write https://…, name=https://… or namespace:route',
    ],
    [
      { STORAGE_TYPE: 'Etcd' },
      'STORAGE_TYPE: must be ConfigMap, PostgreSQL or Memory',
    ],
    [{ BRIDGE_URL: 'localhost' }, 'BRIDGE_URL: is no http or https URL'],
    [
      { STORAGE_URL: 'http://bridge:s3cret@localhost:7070' },
      'STORAGE_URL: must hold no user or password',
    ],
    [
      { BRIDGE_URL: 'http://:s3cret@localhost:9090' },
      'BRIDGE_URL: must hold no user or password',
    ],
    [
      { METRICS_ADDRESS: ':99999' },
      'METRICS_ADDRESS: ":99999" is no address; write host:port, or :port for every interface',
    ],
    [{ DEFAULT_OWNER: 'a b' }, 'DEFAULT_OWNER: is no user or group reference'],
    [{ MAX_REMOVAL_SHARE: '50' }, 'MAX_REMOVAL_SHARE: must be from 0 to 1'],
    [
      { MR_ROUTE: 'https://me:secret@r.example.com' },
      'MR_ROUTE: "r.example.com" must hold no user or password; use KFMR_TOKEN',
    ],
    [
      { MR_ROUTE: 'http://127.0.0.1:1,http://127.0.0.1:2' },
      'MR_ROUTE: "http://127.0.0.1:2" has the name "default" as another one; write another-name=URL',
    ],
    [
      { MR_ROUTE: 'ftp://x' },
      'MR_ROUTE: "ftp://x" is no http or https URL and no name of a Route; write https://…, name=https://… or namespace:route',
    ],
    [
      {
        CATALOG_URL:
          'https://a.example.com,model-catalog=https://b.example.com',
      },
      'CATALOG_URL: the first catalog is called "model-catalog"; another one needs another name',
    ],
    [
      { CATALOG_URL: 'ftp://x' },
      'CATALOG_URL: "ftp://x" is no http or https URL and no name of a Route; write https://…, name=https://… or namespace:route',
    ],
    [
      { REGISTRIES_NAMESPACES: 'a,b c/../d' },
      'REGISTRIES_NAMESPACES: "b c/../d" is no name of a namespace; write them separated by commas',
    ],
    [
      { INSECURE_SKIP_TLS_VERIFY: 'yes' },
      'INSECURE_SKIP_TLS_VERIFY: must be true or false',
    ],
  ])('refuses %j and names the setting', (environment, problem) => {
    expect(problemsOf(environment)).toEqual([problem]);
  });

  it('keeps the name of the first catalog when a second one comes', () => {
    const of = (CATALOG_URL: string) =>
      readConfig({ CATALOG_URL }).catalogs.map(({ name }) => name);
    expect(of('https://a.example.com')).toEqual(['model-catalog']);
    expect(of('https://a.example.com,b=https://c.example.com')).toEqual([
      'model-catalog',
      'b',
    ]);
  });

  it.each([
    [{}, true, true],
    [{ MR_ROUTE: 'dev' }, false, true],
    [{ CATALOG_URL: 'https://a.example.com' }, true, false],
  ])(
    'of %j looks for registries: %s, for catalogs: %s',
    (environment, registries, catalogs) => {
      expect(readConfig(environment).discovery).toEqual({
        registries,
        catalogs,
        namespaces: ['rhoai-model-registries', 'odh-model-registries'],
      });
    },
  );

  it('looks once into a namespace that is named twice', () => {
    const given = readConfig({ REGISTRIES_NAMESPACES: 'a, b,a' }).discovery;
    expect(given.namespaces).toEqual(['a', 'b']);
    const file = { discovery: { namespaces: ['c', 'c'] } };
    expect(readConfig({}, {}, { file }).discovery.namespaces).toEqual(['c']);
  });

  it('names every setting that is wrong at once', () => {
    expect(
      problemsOf({ POLLING_INTERVAL: 'x', STORAGE_TYPE: 'y' }),
    ).toHaveLength(2);
  });

  it.each([
    ['all', 8081],
    ['rhoai-normalizer', 8081],
    ['storage-rest', 8082],
    ['location', 8083],
  ] as const)('has probes of %s at a port of its own: %i', (role, port) => {
    expect(readConfig({}, {}, { role }).metricsAddress).toEqual({
      host: '::',
      port,
    });
    const given = readConfig({ METRICS_ADDRESS: ':1' }, {}, { role });
    expect(given.metricsAddress.port).toBe(1);
  });

  it.each([
    ['all', { LOCATION_ADDRESS: ':9090' }, true],
    ['location', { LOCATION_ADDRESS: '0.0.0.0:9090' }, true],
    ['location', { LOCATION_ADDRESS: ':9090', LOCATION_TOKEN: ' ' }, true],
    ['location', { LOCATION_ADDRESS: ':9090', LOCATION_TOKEN: 'a' }, false],
    ['all', { LOCATION_ADDRESS: ':1', LOCATION_TOKEN_FILE: '/t' }, false],
    ['location', { LOCATION_ADDRESS: '[::1]:9090' }, false],
    ['rhoai-normalizer', { LOCATION_ADDRESS: ':9090' }, false],
    ['location', { STORAGE_URL: 'http://storage.example.com' }, true],
    ['rhoai-normalizer', { STORAGE_URL: 'http://10.0.0.7:7070' }, true],
    ['rhoai-normalizer', { STORAGE_URL: 'https://storage:7070' }, false],
    ['storage-rest', { STORAGE_URL: 'http://10.0.0.7:7070' }, false],
  ] as const)('as %s with %j is refused: %s', (role, environment, refused) => {
    expect(problemsOf(environment, role)).toHaveLength(refused ? 1 : 0);
  });

  it.each([
    [{ STORAGE_TOKEN: 'a\n' }, { value: 'a' }],
    [{ STORAGE_TOKEN_FILE: '/t' }, { file: '/t' }],
    [{ STORAGE_TOKEN: 'a', STORAGE_TOKEN_FILE: '/t' }, { value: 'a' }],
    [{ STORAGE_TOKEN: '', STORAGE_TOKEN_FILE: '' }, undefined],
  ])('takes the write credential of %j', (environment, credential) => {
    expect(readConfig(environment).storageToken).toEqual(credential);
  });

  it('takes a token without the line end that its Secret may have', () => {
    expect(readConfig({ KFMR_TOKEN: 'abc\n' }).registryToken).toBe('abc');
  });

  it('lets flags win over the environment', () => {
    const config = readConfig(
      { METRICS_ADDRESS: ':1' },
      { METRICS_ADDRESS: '127.0.0.1:2', LOCATION_ADDRESS: undefined },
    );

    expect(config.metricsAddress).toEqual({ host: '127.0.0.1', port: 2 });
  });

  it('takes or refuses any text in any setting, and names the setting', () => {
    const names = Object.keys(Settings.shape);
    const environment = fc.dictionary(
      fc.constantFrom(...names),
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.webUrl(),
        fc.constantFrom(
          'a=',
          'a=https://',
          ',',
          ':',
          '1m',
          '=',
          'x:y',
          '[::]:1',
        ),
      ),
    );
    fc.assert(
      fc.property(environment, given => {
        for (const problem of problemsOf(given)) {
          expect(names).toContain(problem.split(':')[0]);
        }
      }),
    );
  });
});
