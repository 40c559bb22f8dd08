import fc from 'fast-check';
import { findEndpoints, kindOf } from './findEndpoints';
import { ModelRegistry, Route, Service } from './schema';

const NAMESPACE = 'rhoai-model-registries';
const OPERATOR = { 'app.kubernetes.io/managed-by': 'model-registry-operator' };

const service = (
  name: string,
  labels: Record<string, string>,
  port = 'https-api',
) =>
  Service.parse({
    metadata: { name, namespace: NAMESPACE, labels },
    spec: { ports: [{ name: port, port: 8443 }] },
  });

const GIVEN = { names: new Map<string, string>(), known: new Set<string>() };

describe('kindOf', () => {
  it.each([
    [{ component: 'model-registry', ...OPERATOR }, 'model-registry'],
    [
      {
        component: 'model-catalog',
        'app.kubernetes.io/component': 'model-catalog',
      },
      'model-catalog',
    ],
    [{ component: 'model-registry' }, undefined],
    [{ component: 'database', ...OPERATOR }, undefined],
    [OPERATOR, undefined],
    [{}, undefined],
  ])('of the labels %j is %s', (labels, kind) => {
    expect(kindOf(service('dev', labels))).toBe(kind);
  });
});

describe('findEndpoints', () => {
  const registry = service('dev', { component: 'model-registry', ...OPERATOR });
  const database = service(
    'dev-db',
    { component: 'model-registry', ...OPERATOR },
    'mysql',
  );
  const catalog = service('model-catalog', {
    component: 'model-catalog',
    ...OPERATOR,
  });
  const resource = ModelRegistry.parse({
    metadata: {
      name: 'dev',
      namespace: NAMESPACE,
      annotations: { 'openshift.io/display-name': 'Development' },
    },
    status: {
      conditions: [
        {
          type: 'Available',
          status: 'False',
          reason: 'Unavailable',
          message: 'database is down',
        },
      ],
    },
  });

  it('finds what has an address, with what its ModelRegistry says', () => {
    const seen = {
      services: [catalog, registry, database],
      routes: [],
      registries: [resource],
    };
    expect(findEndpoints('model-registry', seen, GIVEN)).toEqual([
      {
        kind: 'model-registry',
        name: 'dev',
        namespace: NAMESPACE,
        service: 'dev',
        addresses: [`https://dev.${NAMESPACE}.svc:8443`],
        displayName: 'Development',
        trouble: 'Unavailable: database is down',
      },
    ]);
    expect(
      findEndpoints('model-catalog', seen, GIVEN).map(({ name }) => name),
    ).toEqual(['model-catalog']);
  });
});

it.each([
  ['Service', Service],
  ['Route', Route],
  ['ModelRegistry', ModelRegistry],
] as const)('reading any JSON as a %s never throws', (_kind, schema) => {
  const odd = fc.jsonValue({ maxDepth: 5 });
  const object = fc.record({
    metadata: fc.oneof(
      odd,
      fc.record({
        name: fc.oneof(fc.string(), odd),
        namespace: fc.oneof(fc.string(), odd),
        labels: odd,
        annotations: fc.oneof(
          odd,
          fc.dictionary(
            fc.constantFrom(
              'routing.opendatahub.io/external-address-rest',
              '__proto__',
            ),
            fc.string(),
          ),
        ),
      }),
    ),
    spec: odd,
    status: odd,
  });
  fc.assert(
    fc.property(fc.oneof(object, odd), raw => {
      const parsed = schema.safeParse(raw);
      expect(typeof parsed.success).toBe('boolean');
    }),
  );
});
