import { reviewsOf, RIGHTS, type RightsSetup, ruleOf } from './rights';

const SETUP: RightsSetup = {
  registryNamespaces: ['rhoai-model-registries'],
  routes: [],
  storeNamespace: 'rhdh',
  namespaceLabels: false,
  secrets: [],
};

const asked = (setup: RightsSetup) =>
  RIGHTS.filter(right => reviewsOf(right, setup).length > 0).map(
    ({ id }) => id,
  );

describe('the rights that are made use of', () => {
  it.each<[string, Partial<RightsSetup>, string, boolean]>([
    [
      'nothing is looked for',
      { registryNamespaces: [] },
      'registry-services',
      false,
    ],
    ['registries are looked for', {}, 'registry-services', true],
    [
      'the store is elsewhere',
      { storeNamespace: undefined },
      'configmaps',
      false,
    ],
    ['the store is in ConfigMaps', {}, 'configmaps', true],
    ['no Route is named', {}, 'named-routes', false],
    [
      'a Route is named',
      { routes: [{ namespace: 'x', name: 'dev-rest' }] },
      'named-routes',
      true,
    ],
    [
      'labels of namespaces decide',
      { namespaceLabels: true },
      'namespaces',
      true,
    ],
    ['nothing is decided by them', {}, 'namespaces', false],
    [
      'a Secret holds a token',
      { secrets: [{ namespace: 'demo', name: 'key' }] },
      'secrets',
      true,
    ],
    ['nobody offers models', {}, 'products', false],
    [
      'something else offers them',
      { offerings: [{ group: 'maas.opendatahub.io' }] },
      'products',
      false,
    ],
    [
      '3scale offers them',
      { offerings: [{ group: 'capabilities.3scale.net' }] },
      'products',
      true,
    ],
  ])('where %s', (_, more, id, isAsked) => {
    expect(asked({ ...SETUP, ...more }).includes(id)).toBe(isAsked);
  });

  it('are asked for in the namespaces of offerings that are trusted', () => {
    const group = 'capabilities.3scale.net';
    const right = RIGHTS.find(({ id }) => id === 'backends');
    const placesIn = (offerings: RightsSetup['offerings']) =>
      right?.places({ ...SETUP, offerings });
    expect(placesIn([{ group }])).toEqual([{}]);
    expect(placesIn([{ group, namespaces: ['a', 'b'] }])).toEqual([
      { namespace: 'a' },
      { namespace: 'b' },
    ]);
  });

  it('are never to write anything but ConfigMaps, nor to read every Secret', () => {
    const writing = RIGHTS.filter(({ verbs }) =>
      verbs.some(verb => !['get', 'list', 'watch'].includes(verb)),
    );
    expect(writing.map(({ resource }) => resource)).toEqual(['configmaps']);
    const secrets = RIGHTS.filter(({ resource }) => resource === 'secrets');
    const setup = { ...SETUP, secrets: [{ namespace: 'demo', name: 'key' }] };
    expect(secrets.flatMap(right => reviewsOf(right, setup))).toEqual([
      {
        group: '',
        resource: 'secrets',
        verb: 'get',
        namespace: 'demo',
        name: 'key',
      },
    ]);
  });

  it('of a Route without a namespace are asked where operators put registries', () => {
    const right = RIGHTS.find(({ id }) => id === 'named-routes');
    const setup = { ...SETUP, routes: [{ name: 'dev-rest' }] };
    expect(right && reviewsOf(right, setup)).toMatchObject([
      { namespace: 'rhoai-model-registries', name: 'dev-rest' },
    ]);
  });
});

it.each([
  [
    [{ group: '', resource: 'services', verb: 'list' }],
    'add to its ClusterRole: apiGroups [""], resources ["services"], verbs ["list"]',
  ],
  [
    [
      { group: 'x.io', resource: 'y', verb: 'get', namespace: 'a', name: 'n' },
      { group: 'x.io', resource: 'y', verb: 'get', namespace: 'b', name: 'n' },
    ],
    'add to its ClusterRole, or to a Role in a, b: apiGroups ["x.io"], resources ["y"], resourceNames ["n"], verbs ["get"]',
  ],
  [[], ''],
])('the rule for %j', (reviews, rule) => {
  expect(ruleOf(reviews)).toBe(rule);
});
