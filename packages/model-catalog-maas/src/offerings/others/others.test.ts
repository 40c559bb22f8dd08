import type { Offering } from '@model-catalog/common';
import { aServer } from '../__testUtils__/builders';
import { matchOfferings } from '../match/matchOfferings';
import { fromKuadrant, type KuadrantObject, parseKuadrant } from './kuadrant';
import { fromRhoai, parseRhoai, type RhoaiObject } from './openshiftAi';

const metadata = (name: string, namespace = 'demo', annotations = {}) => ({
  name,
  namespace,
  annotations,
});

/** By what a server is joined to the only offering. */
const joined = (offerings: readonly Offering[], server = aServer('granite')) =>
  matchOfferings(offerings, [server], { suggestions: false })
    .placed.get(server.id)
    ?.map(({ match }) => match.by);

describe('Models as a Service of OpenShift AI', () => {
  const rhoai = (objects: [string, unknown][]) =>
    fromRhoai(
      objects.flatMap(([plural, raw]): RhoaiObject[] => {
        const one = parseRhoai(plural, raw);
        return one ? [one] : [];
      }),
    ).offerings;
  const model = {
    metadata: metadata('granite', 'demo', {
      'openshift.io/display-name': 'Granite',
    }),
    spec: { modelRef: { kind: 'LLMInferenceService', name: 'granite' } },
    status: {
      phase: 'Ready',
      endpoint: 'https://maas.example.com/demo/granite',
      resolvedModelAlias: 'granite-8b',
    },
  };
  const subscription = {
    metadata: metadata('gold', 'models-as-a-service'),
    spec: {
      modelRefs: [
        {
          name: 'granite',
          namespace: 'demo',
          tokenRateLimits: [{ limit: 1000, window: '1m' }],
        },
        { name: 'other', namespace: 'demo' },
      ],
    },
  };

  it('is read from its models and subscriptions', () => {
    const offerings = rhoai([
      ['maasmodelrefs', model],
      ['maassubscriptions', subscription],
      ['maasmodelrefs', { metadata: {} }],
    ]);
    expect(offerings).toEqual([
      expect.objectContaining({
        id: 'demo/granite',
        title: 'Granite',
        state: 'ready',
        modelName: 'granite-8b',
        gatewayUrls: { production: 'https://maas.example.com/demo/granite' },
        plans: [
          expect.objectContaining({
            systemName: 'gold',
            limits: [{ metric: 'total_tokens', period: '1m', value: 1000 }],
          }),
        ],
      }),
    ]);
    const llm = aServer('granite', { resource: 'llminferenceservice' });
    expect(joined(offerings, llm)).toEqual(['explicit']);
  });

  it.each([
    ['Pending', 'pending'],
    ['Failed', 'failed'],
    [undefined, 'pending'],
  ])('is %s: %s', (phase, state) => {
    const [one] = rhoai([['maasmodelrefs', { ...model, status: { phase } }]]);
    expect(one?.state).toBe(state);
  });

  it('of a model elsewhere is of no server here', () => {
    const spec = { modelRef: { kind: 'ExternalModel', name: 'granite' } };
    expect(joined(rhoai([['maasmodelrefs', { ...model, spec }]]))).toBe(
      undefined,
    );
  });
});

describe('Kuadrant', () => {
  const kuadrant = (objects: [string, unknown][]) =>
    fromKuadrant(
      objects.flatMap(([plural, raw]): KuadrantObject[] => {
        const one = parseKuadrant(plural, raw);
        return one ? [one] : [];
      }),
    );
  const targetRef = { kind: 'HTTPRoute', name: 'route' };
  const DOCUMENT = '{"openapi":"3.0.3","info":{"title":"x"},"paths":{}}';
  const product = {
    metadata: metadata('granite'),
    spec: { displayName: 'Granite', targetRef, approvalMode: 'manual' },
    status: {
      openapi: { raw: DOCUMENT },
      discoveredAuthScheme: {
        authentication: {
          'api-key': {
            credentials: { authorizationHeader: { prefix: 'APIKEY' } },
          },
        },
      },
    },
  };
  const route = {
    metadata: metadata('route'),
    spec: {
      hostnames: ['*.example.com', 'granite.example.com'],
      rules: [
        {
          matches: [
            {
              method: 'POST',
              path: { type: 'Exact', value: '/v1/chat/completions' },
            },
          ],
          backendRefs: [{ name: 'granite-predictor', port: 80 }],
        },
      ],
    },
  };
  const plans = {
    metadata: metadata('plans'),
    spec: {
      targetRef,
      plans: [{ tier: 'gold', limits: { daily: 100, custom: [] } }],
    },
  };

  it('is read from its products, their routes and plans', () => {
    const { offerings, documents } = kuadrant([
      ['apiproducts', product],
      ['httproutes', route],
      ['planpolicies', plans],
    ]);
    expect(offerings).toEqual([
      expect.objectContaining({
        id: 'demo/granite',
        title: 'Granite',
        state: 'ready',
        gatewayUrls: { production: 'https://granite.example.com' },
        auth: {
          type: 'api-key',
          location: 'header',
          header: 'Authorization',
          scheme: 'APIKEY',
        },
        operations: [{ method: 'POST', pattern: '/v1/chat/completions$' }],
        plans: [
          expect.objectContaining({
            title: 'gold',
            approvalRequired: true,
            limits: [{ metric: 'hits', period: 'day', value: 100 }],
          }),
        ],
      }),
    ]);
    expect(documents?.map(({ text }) => text)).toEqual([DOCUMENT]);
    expect(joined(offerings)).toEqual(['service-name']);
  });

  it('shows no drafts, and waits for routes', () => {
    const spec = { ...product.spec, publishStatus: 'Draft' };
    expect(kuadrant([['apiproducts', { ...product, spec }]]).offerings).toEqual(
      [],
    );
    expect(kuadrant([['apiproducts', product]]).offerings).toEqual([
      expect.objectContaining({ state: 'pending', gatewayUrls: {} }),
    ]);
  });
});
