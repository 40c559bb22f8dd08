import { digestOf } from '@model-catalog/common';
import { KEPT, MANAGER, OWNED, PUBLISH } from '../contract/labels';
import {
  asked,
  definitionIn,
  objectOf,
  rendered,
  server,
  settings,
} from './__testUtils__/servers';
import { hideOffering } from './hideOffering';
import { withDigest } from './metadata';
import { promotionManifest } from './promotionManifest';
import { ownedNamesOf } from './ownedNames';
import { renderOfferings } from './renderOfferings';

describe('the objects of a model', () => {
  const offering = rendered();

  it('say whose they are, and what was applied', () => {
    for (const object of offering.objects) {
      expect(object.metadata).toMatchObject({
        name: 'maas-llm-hosting-granite',
        namespace: '3scale',
        labels: {
          [OWNED.managedBy]: MANAGER,
          [OWNED.namespace]: 'llm-hosting',
          [OWNED.kind]: 'inferenceservice',
          [OWNED.name]: 'granite',
        },
        annotations: {
          [KEPT.server]: 'llm-hosting/inferenceservice/granite',
          [KEPT.applied]: expect.stringMatching(/^[0-9a-f]{64}$/),
        },
      });
      expect(withDigest(object)).toEqual(object);
    }
  });

  it('lead to the Service inside of the cluster, with its port', () => {
    expect(objectOf(offering, 'Backend').spec).toEqual({
      name: 'granite',
      systemName: 'llm-hosting-granite',
      privateBaseURL:
        'http://granite-predictor.llm-hosting.svc.cluster.local:8080',
    });
  });

  it('belong together by their system names', () => {
    expect(objectOf(offering, 'Product').spec).toMatchObject({
      systemName: 'llm-hosting-granite',
      backendUsages: { 'llm-hosting-granite': { path: '/' } },
    });
    expect(objectOf(offering, 'ActiveDoc').spec).toEqual({
      name: 'granite',
      systemName: expect.stringMatching(/^llmhostinggranite[0-9a-f]{8}$/),
      productSystemName: 'llm-hosting-granite',
      activeDocOpenAPIRef: {
        secretRef: { name: 'maas-llm-hosting-granite', namespace: '3scale' },
      },
      published: true,
      skipSwaggerValidations: false,
    });
  });

  it('keep the definition in a Secret with nothing else, and name its digest beside it', () => {
    const { stringData = {} } = objectOf(offering, 'Secret');
    expect(Object.keys(stringData)).toEqual(['openapi.json']);
    expect(
      objectOf(offering, 'ActiveDoc').metadata.annotations[KEPT.definition],
    ).toBe(digestOf(stringData['openapi.json'] ?? ''));
  });

  it('leave to the operator what it adds itself, and say what it would add to lists', () => {
    const { metrics, policies, mappingRules } =
      objectOf(offering, 'Product').spec ?? {};
    expect(metrics).toBeUndefined();
    expect(policies).toEqual(
      expect.arrayContaining([
        {
          name: 'apicast',
          version: 'builtin',
          enabled: true,
          configuration: {},
        },
      ]),
    );
    expect(JSON.stringify(mappingRules)).not.toContain('"hits"');
  });
});

const many = ['c', 'a', 'b'].map(name => server({ name }));

it('the same servers become the same, byte for byte, in any order', () => {
  const text = JSON.stringify(renderOfferings(many, settings));
  expect(JSON.stringify(renderOfferings([...many].reverse(), settings))).toBe(
    text,
  );
  expect(
    renderOfferings(many, settings).map(({ systemName }) => systemName),
  ).toEqual(['llm-hosting-a', 'llm-hosting-b', 'llm-hosting-c']);
});

it('what does not ask is not there, and takes no name', () => {
  const silent = server({
    name: 'a',
    labels: {},
    ...asked({ systemName: 'x1' }),
  });
  const off = server({ name: 'b', labels: { [PUBLISH]: 'True' } });
  const asks = server({ name: 'c', ...asked({ systemName: 'x1' }) });
  const all = renderOfferings([silent, off, asks], settings);
  expect(all.map(({ server: key }) => key)).toEqual([
    'llm-hosting/inferenceservice/c',
  ]);
  expect(all[0]?.objects).toHaveLength(4);
});

it('one that cannot be published is in the way of no other', () => {
  const bad = server({ name: 'bad', ...asked({ profile: 'nonsense' }) });
  const [first, second] = renderOfferings([bad, server()], settings);
  expect([first?.objects.length, second?.objects.length]).toEqual([0, 4]);
  expect(first?.problems).toHaveLength(1);
});

it('names that stand are taken from the objects that have them', () => {
  const before = rendered();
  const owned = ownedNamesOf([
    ...before.objects,
    undefined,
    { kind: 'Product', metadata: { name: 'hand-made' } },
  ]);
  expect(owned).toEqual([
    {
      server: 'llm-hosting/inferenceservice/granite',
      resource: 'maas-llm-hosting-granite',
      systemName: 'llm-hosting-granite',
    },
  ]);
  const renamed = server(asked({ systemName: 'other' }));
  const [after] = renderOfferings([renamed], settings, owned);
  expect(after?.systemName).toBe('llm-hosting-granite');
  expect(after?.objects).toHaveLength(4);
});

describe('a promotion', () => {
  const digest = (...given: Parameters<typeof rendered>) =>
    rendered(...given).promote?.digest;

  it.each([
    ['production', { to: 'production', digest: expect.any(String) }],
    ['staging', { to: 'staging', digest: expect.any(String) }],
    ['none', undefined],
  ])('to %s is as asked', (promote, expected) => {
    expect(rendered(asked({ promote })).promote).toEqual(expected);
  });

  it.each([
    [
      'another port',
      { endpoint: { scheme: 'https', service: 'g', port: 8443, basePath: '' } },
      {},
    ],
    ['another profile', asked({ profile: 'tei' }), {}],
    [
      'another way of the key',
      asked({ authProfile: 'header-remove-bearer' }),
      {},
    ],
    ['counted tokens', asked({ tokenMetrics: 'true' }), {}],
    ['other origins', {}, { corsOrigins: [] }],
  ] as const)('is due for %s', (_, more, set) => {
    expect(digest(more, set)).not.toBe(digest());
  });

  const gold = {
    systemName: 'gold',
    name: 'Gold',
    published: true,
    approvalRequired: true,
    limits: [],
  };

  it.each([
    ['another title', asked({ title: 'Granite' }), {}],
    ['another description', { description: 'x' }, {}],
    ['other plans', {}, { plans: { default: [gold] } }],
  ])('is not due for %s', (_, more, set) => {
    expect(digest(more, set)).toBe(digest());
  });

  it('is an object that GitOps can apply: named by what it promotes', () => {
    const offering = rendered();
    const manifest = promotionManifest(offering, settings);
    expect(manifest).toMatchObject({
      kind: 'ProxyConfigPromote',
      metadata: {
        name: expect.stringMatching(/^maas-llm-hosting-granite-[0-9a-f]{10}$/),
        annotations: { [KEPT.promoted]: offering.promote?.digest },
      },
      spec: { productCRName: 'maas-llm-hosting-granite', production: true },
    });
    const other = promotionManifest(
      rendered({}, { corsOrigins: [] }),
      settings,
    );
    expect(other?.metadata.name).not.toBe(manifest?.metadata.name);
    const staging = promotionManifest(
      rendered(asked({ promote: 'staging' })),
      settings,
    );
    expect(staging?.spec).toMatchObject({ production: false });
    expect(
      promotionManifest(rendered(asked({ promote: 'none' })), settings),
    ).toBeUndefined();
  });
});

describe('an offering that is hidden', () => {
  const { objects } = rendered();
  const hidden = hideOffering(objects);
  const product = hidden.find(({ kind }) => kind === 'Product');

  it('has plans that nobody new sees, and nothing else is different', () => {
    const before = objects.find(({ kind }) => kind === 'Product');
    expect(product?.spec).toEqual({
      ...before?.spec,
      applicationPlans: {
        standard: {
          name: 'Standard Plan',
          published: false,
          appsRequireApproval: false,
        },
      },
    });
    expect(hidden.filter(({ kind }) => kind !== 'Product')).toEqual(
      objects.filter(({ kind }) => kind !== 'Product'),
    );
  });

  it('has a digest of its own, and is hidden only once', () => {
    const applied = (all: typeof objects) =>
      all.map(({ metadata }) => metadata.annotations[KEPT.applied]);
    expect(applied(hidden)).not.toEqual(applied(objects));
    expect(hideOffering(hidden)).toEqual(hidden);
  });
});

it('the definition is that of the gateway', () => {
  const { servers, security, components, info, paths } = definitionIn(
    rendered({ description: 'Writes code', displayName: 'Granite 8B' }),
  );
  expect({ servers, security }).toEqual({
    servers: [
      {
        url: 'https://llm-hosting-granite-maas-apicast-production.apps.example.com',
      },
    ],
    security: [{ key: [] }],
  });
  expect(components.securitySchemes.key).toMatchObject({
    type: 'http',
    scheme: 'bearer',
  });
  expect(info).toEqual({
    title: 'Granite 8B',
    version: 'v1',
    description: 'Writes code\n\nRequests name the model as `granite`.',
  });
  expect(Object.keys(paths)).toEqual([
    '/health',
    '/version',
    '/v1/models',
    '/v1/chat/completions',
    '/v1/completions',
    '/v1/embeddings',
    '/tokenize',
    '/detokenize',
  ]);
});

it('the definition of the older profile says that the whole header is the key', () => {
  const offering = rendered(asked({ authProfile: 'header-remove-bearer' }));
  expect(definitionIn(offering).components.securitySchemes.key).toMatchObject({
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
  });
});

it('a host name that 3scale would shorten is not promised', () => {
  const offering = rendered(asked({ systemName: 'a'.repeat(45) }));
  expect(definitionIn(offering)).not.toHaveProperty('servers');
  expect(offering.problems).toEqual([
    expect.objectContaining({
      severity: 'warning',
      message: expect.stringContaining('longer than DNS allows'),
    }),
  ]);
});
