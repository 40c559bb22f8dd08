import { temporaryFolder } from '../__testUtils__/cluster';
import { testClient } from '../__testUtils__/client';
import type { SimulatorOptions } from '../options';
import { type Release, RELEASES } from '../release';
import { startSimulator } from '../simulator';
import type { Simulator } from '../types';

const MODELS = '/registered_models';
const ALPHA = '/api/model_registry/v1alpha3';
const IN_REGISTRIES = '/api/v1/namespaces/rhoai-model-registries';
const ADDRESS = 'routing.opendatahub.io/external-address-rest';

describe('the registries and catalogs of a simulator', () => {
  const { dir, remove } = temporaryFolder();
  let simulator: Simulator;

  const start = async (options: Partial<SimulatorOptions>) => {
    simulator = await startSimulator({ dir, ...options });
  };
  afterEach(() => simulator.stop());
  afterAll(remove);

  const admin = async (path: string) => {
    const client = testClient(simulator.kubernetes);
    try {
      return await client.get(path);
    } finally {
      await client.close();
    }
  };

  /** As a client with this token; `undefined`: without one. */
  const ask = async (url: string, token?: string) => {
    const { pathname, origin } = new URL(url);
    const { caPem } = simulator.kubernetes;
    const client = testClient({ url: origin, caPem, token });
    try {
      return await client.get(pathname);
    } finally {
      await client.close();
    }
  };

  it.each<[Release, number, number]>([
    ['mlmd', 404, 404],
    ['0.3.1', 404, 200],
    ['0.3.8', 404, 200],
    ['hub', 200, 200],
  ])(
    'of release %s answer %d on v1 of the registry, %d on the catalog',
    async (release, v1, catalogs) => {
      await start({ release, world: 'demo' });
      const { registry, catalog } = simulator;
      const status = async (url: string) => (await fetch(url)).status;
      expect(simulator.release).toBe(release);
      expect(await status(`${registry.url}${ALPHA}${MODELS}`)).toBe(200);
      expect(
        await status(`${registry.url}/api/model_registry/v1${MODELS}`),
      ).toBe(v1);
      expect(
        await status(`${catalog.url}/api/model_catalog/v1alpha1/sources`),
      ).toBe(catalogs);
    },
  );

  it('may have equal names and ids of models in each', async () => {
    const models = [{ name: 'granite', versions: [{ name: '1' }] }];
    await start({
      registries: [
        { name: 'first', models },
        { name: 'second', models, release: 'mlmd' },
      ],
    });
    const [, first, second] = simulator.registries;
    expect(second?.release).toBe('mlmd');
    for (const endpoint of [first, second]) {
      const { body } = await ask(`${endpoint?.url}${ALPHA}${MODELS}`);
      expect(body.items).toEqual([
        expect.objectContaining({ id: '1', name: 'granite' }),
      ]);
    }
  });

  it('are told of by Service, Route and ModelRegistry, and no longer when they go', async () => {
    await start({ proxied: true });
    const { url } = await simulator.addRegistry({ name: 'second' });
    const catalog = await simulator.addCatalog({ name: 'other-catalog' });
    const places = [
      `${IN_REGISTRIES}/services/second`,
      '/apis/route.openshift.io/v1/namespaces/rhoai-model-registries/routes/second-https',
      '/apis/modelregistry.opendatahub.io/v1beta1/namespaces/rhoai-model-registries/modelregistries/second',
      `${IN_REGISTRIES}/services/other-catalog`,
    ];
    for (const place of places) {
      expect(await admin(place)).toMatchObject({ status: 200 });
    }
    expect(simulator.registries.map(({ name }) => name)).toEqual([
      'model-registry',
      'second',
    ]);
    await simulator.removeRegistry('second');
    await simulator.removeCatalog('other-catalog');
    for (const place of places) {
      expect(await admin(place)).toMatchObject({ status: 404 });
    }
    await expect(ask(url)).rejects.toThrow();
    await expect(ask(catalog.url)).rejects.toThrow();
    await expect(simulator.removeRegistry('second')).rejects.toThrow(
      'There is no "second" to remove; there are: model-registry.',
    );
  });

  it('may be behind a path prefix, which their address names', async () => {
    await start({ proxied: true });
    const pathPrefix = '/model-registry/second';
    const { url } = await simulator.addRegistry({ name: 'second', pathPrefix });
    const { token } = simulator.kubernetes;
    expect(url).toMatch(/^https:.*\/model-registry\/second$/);
    const answer = await ask(`${url}${ALPHA}${MODELS}`, token);
    expect(answer.status).toBe(200);
    const bare = `${new URL(url).origin}${ALPHA}${MODELS}`;
    expect((await ask(bare, token)).status).toBe(404);
    const { body } = await admin(`${IN_REGISTRIES}/services/second`);
    expect(body).toMatchObject({
      metadata: { annotations: { [ADDRESS]: url.slice('https://'.length) } },
    });
  });

  it('may be told of by less', async () => {
    await start({ proxied: true });
    await simulator.addRegistry({
      name: 'second',
      announced: { annotation: false, route: false, object: false },
    });
    const { body } = await admin(`${IN_REGISTRIES}/services/second`);
    expect(body).not.toHaveProperty(['metadata', 'annotations', ADDRESS]);
    const { body: routes } = await admin('/apis/route.openshift.io/v1/routes');
    expect(JSON.stringify(routes)).not.toContain('second-https');
  });

  it('has no Service of a catalog in a release without one', async () => {
    await start({ proxied: true, release: 'mlmd' });
    const { status } = await admin(`${IN_REGISTRIES}/services/model-catalog`);
    expect(status).toBe(404);
  });

  describe('behind their proxy', () => {
    const limited = { token: 'limited', user: 'limited', rules: [] };
    const readers = {
      token: 'reader',
      user: 'reader',
      rules: [
        {
          apiGroups: [''],
          resources: ['services'],
          verbs: ['get'],
          namespaces: ['rhoai-model-registries'],
          resourceNames: ['model-registry'],
        },
      ],
    };
    const page = expect.stringContaining('<!DOCTYPE html>');

    it.each([
      ['kube-rbac-proxy', undefined, undefined, 401, 'Unauthorized\n'],
      ['kube-rbac-proxy', 'wrong', undefined, 401, 'Unauthorized\n'],
      [
        'kube-rbac-proxy',
        'limited',
        undefined,
        403,
        expect.stringContaining('Forbidden'),
      ],
      ['oauth-proxy', undefined, undefined, 403, page],
      ['oauth-proxy', 'wrong', 200, 200, page],
      ['oauth-proxy', 'limited', 403, 403, page],
      ['oauth-proxy', 'limited', 302, 302, expect.stringContaining('<a href')],
    ] as const)(
      '%s refuses token %s (page %s) with %d',
      async (proxy, token, signIn, status, text) => {
        await start({ proxied: true, users: [limited, readers] });
        await simulator.addRegistry({ name: 'second', proxy, signIn });
        const url = simulator.registries[1]?.url ?? '';
        const answer = await ask(`${url}${ALPHA}${MODELS}`, token);
        expect(answer).toEqual({ status, body: { text } });
      },
    );

    it.each(RELEASES)(
      '%s lets in who may get the Service of the registry, and everybody to the catalog',
      async release => {
        await start({ proxied: true, release, users: [limited, readers] });
        const { registry, catalog } = simulator;
        const models = `${registry.url}${ALPHA}${MODELS}`;
        const sources = `${catalog.url}/api/model_catalog/v1alpha1/sources`;
        expect((await ask(models, 'reader')).status).toBe(200);
        expect((await ask(models, 'limited')).status).toBe(403);
        expect((await ask(sources, 'limited')).status).toBe(
          release === 'mlmd' ? 404 : 200,
        );
      },
    );
  });
});
