import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  freshTenant,
  latestConfig,
  type Operator,
  startOperator,
  type Tenant,
} from '@model-catalog/threescale-simulator';
import { type Simulator, startSimulator } from '@model-catalog/rhoai-simulator';
import { within } from '../../acceptance/system/within';
import { CustomResources } from './__testUtils__/CustomResources';
import {
  activeDoc,
  backend,
  definition,
  product,
  promotion,
} from './__testUtils__/objects';

jest.setTimeout(240_000);

let dir: string;
let simulator: Simulator;
let tenant: Tenant;
let operator: Operator;
let cluster: CustomResources;
const warnings: string[] = [];

// Its certificates are made once.
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'maas-operator-'));
});

afterAll(() => {
  rmSync(dir, { recursive: true, force: true });
});

beforeEach(async () => {
  simulator = await startSimulator({ dir, threescale: true });
  tenant = freshTenant();
  cluster = new CustomResources(simulator.kubernetes, '3scale');
  await cluster.createNamespace();
  operator = newOperator();
});

afterEach(async () => {
  await operator.stop();
  await cluster.close();
  await simulator.stop();
});

const newOperator = () =>
  startOperator({
    access: simulator.kubernetes,
    tenant,
    retryMs: 50,
    warn: line => warnings.push(line),
  });

const service = (systemName: string) =>
  tenant.services.find(one => one.system_name === systemName);

describe('a Product whose Backend comes later', () => {
  it('is an orphan, and synced when the Backend is', async () => {
    await cluster.create(product('granite'));
    await cluster.untilTrue('products', 'granite', 'Orphan');
    expect(service('granite')).toBeUndefined();

    await cluster.create(backend('granite'));
    const synced = await cluster.untilTrue('products', 'granite', 'Synced');
    expect(synced.status).toMatchObject({
      productId: service('granite')?.id,
      observedGeneration: synced.metadata.generation,
      providerAccountHost: 'https://maas-admin.apps.example.com',
    });
  });
});

describe('what the operator writes into a spec', () => {
  it('is a finalizer, hits, apicast and the configuration of policies', async () => {
    await cluster.create(backend('granite'));
    await cluster.create(
      product('granite', {
        policies: [{ name: 'cors', version: 'builtin', enabled: true }],
      }),
    );
    const { metadata, spec } = await cluster.untilTrue(
      'products',
      'granite',
      'Synced',
    );
    expect(metadata.finalizers).toEqual([
      'product.capabilities.3scale.net/finalizer',
    ]);
    expect(spec).toMatchObject({
      metrics: { hits: { unit: 'hit' } },
      policies: [
        { name: 'cors', configuration: {} },
        { name: 'apicast', version: 'builtin', enabled: true },
      ],
    });
  });
});

describe('the rules of a product', () => {
  it('are those that are listed: not the one that 3scale makes', async () => {
    await cluster.create(backend('granite'));
    await cluster.create(product('granite'));
    await cluster.untilTrue('products', 'granite', 'Synced');
    const patterns = tenant.rules
      .list(({ owner }) => owner.id === service('granite')?.id)
      .map(rule => `${rule.http_method} ${rule.pattern}`);
    expect(patterns).toEqual(['POST /v1/chat/completions$', 'GET /v1/models$']);
  });
});

describe('a spec that cannot be', () => {
  it.each([
    [
      'a rule of a metric that is not there',
      {
        mappingRules: [
          {
            httpMethod: 'GET',
            pattern: '/',
            metricMethodRef: 'nothing',
            increment: 1,
          },
        ],
      },
      /mappingRules\[0\]/,
    ],
    [
      'a name that is both method and metric',
      { metrics: { chat: { friendlyName: 'Chat', unit: 'hit' } } },
      /Duplicate value: "chat"/,
    ],
  ])('is Invalid and not tried: %s', async (_what, spec, message) => {
    await cluster.create(backend('granite'));
    await cluster.create(product('granite', spec));
    const object = await cluster.untilTrue('products', 'granite', 'Invalid');
    expect(cluster.message(object, 'Invalid')).toMatch(message);
    expect(service('granite')).toBeUndefined();
  });
});

describe('a policy whose configuration is in a Secret', () => {
  const policies = [
    {
      name: 'headers',
      version: 'builtin',
      enabled: true,
      configurationRef: { name: 'granite-openapi' },
    },
  ];

  it('has it in 3scale only', async () => {
    await cluster.create(
      definition('granite', 'configuration', { request: ['planted-secret'] }),
    );
    await cluster.create(backend('granite'));
    await cluster.create(product('granite', { policies }));
    const object = await cluster.untilTrue('products', 'granite', 'Synced');
    const proxy = tenant.proxies.get(service('granite')?.id ?? 0);
    expect(proxy?.policies[0]?.configuration).toEqual({
      request: ['planted-secret'],
    });
    expect(JSON.stringify(object)).not.toContain('planted-secret');
  });

  it('is Invalid without the Secret', async () => {
    await cluster.create(backend('granite'));
    await cluster.create(product('granite', { policies }));
    const object = await cluster.untilTrue('products', 'granite', 'Invalid');
    expect(cluster.message(object, 'Invalid')).toContain('granite-openapi');
  });
});

describe('a ProxyConfigPromote', () => {
  beforeEach(async () => {
    await cluster.create(backend('granite'));
    await cluster.create(product('granite'));
    await cluster.untilTrue('products', 'granite', 'Synced');
  });

  const production = () =>
    latestConfig(tenant, service('granite')?.id ?? 0, 'production');

  it('promotes once, and goes when it says so', async () => {
    expect(production()).toBeUndefined();
    await cluster.create(promotion('first', 'granite', { deleteCR: true }));
    await cluster.untilGone('proxyconfigpromotes', 'first');
    expect(production()?.content.proxy.proxy_rules).toHaveLength(2);
  });

  it('fails where nothing has changed', async () => {
    await cluster.create(promotion('first', 'granite'));
    const { status } = await cluster.untilTrue(
      'proxyconfigpromotes',
      'first',
      'Ready',
    );
    expect(status).toMatchObject({
      productId: String(service('granite')?.id),
      latestProductionVersion: production()?.version,
    });
    await cluster.create(promotion('second', 'granite'));
    const failed = await cluster.untilTrue(
      'proxyconfigpromotes',
      'second',
      'Failed',
    );
    expect(cluster.message(failed, 'Failed')).toContain(
      'no product changes detected',
    );
  });
});

describe('an ActiveDoc', () => {
  it('waits for its product and has the document of the Secret', async () => {
    await cluster.create(definition('granite'));
    await cluster.create(activeDoc('granite'));
    await cluster.untilTrue('activedocs', 'granite', 'Orphan');
    await cluster.create(backend('granite'));
    await cluster.create(product('granite'));
    await cluster.untilTrue('activedocs', 'granite', 'Ready');
    const doc = tenant.activeDocs.find(one => one.system_name === 'granite');
    expect(JSON.parse(doc?.body ?? '')).toMatchObject({ openapi: '3.0.3' });
    expect(doc?.service_id).toBe(service('granite')?.id);
  });
});

describe('objects that are deleted', () => {
  it('go in 3scale as well: a backend after the product that uses it', async () => {
    await cluster.create(backend('granite'));
    await cluster.create(product('granite'));
    await cluster.untilTrue('products', 'granite', 'Synced');

    await cluster.remove('backends', 'granite');
    await cluster.remove('products', 'granite');
    await cluster.untilGone('products', 'granite');
    await cluster.untilGone('backends', 'granite');
    expect(service('granite')).toBeUndefined();
    expect(
      tenant.backends.find(one => one.system_name === 'granite'),
    ).toBeUndefined();
  });
});

describe('a stand-in that is started again', () => {
  it('writes nothing where all is as it should be', async () => {
    await cluster.create(backend('granite'));
    await cluster.create(product('granite'));
    const before = await cluster.untilTrue('products', 'granite', 'Synced');
    const versions = tenant.configs.size;
    await operator.stop();
    operator = newOperator();
    await cluster.create(backend('other'));
    await cluster.untilTrue('backends', 'other', 'Synced');
    const after = await cluster.read('products', 'granite');
    expect(after?.metadata.resourceVersion).toBe(
      before.metadata.resourceVersion,
    );
    expect(tenant.configs.size).toBe(versions);
  });

  it('goes on after its watches were cut', async () => {
    await cluster.create(backend('granite'));
    await cluster.untilTrue('backends', 'granite', 'Synced');
    simulator.dropWatches('destroy');
    simulator.compact();
    await cluster.create(product('granite'));
    await within(20, async () => {
      await cluster.untilTrue('products', 'granite', 'Synced');
    });
  });
});
