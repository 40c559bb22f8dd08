import { aView, type Lists } from './__testUtils__/view';
import { toObjects } from './toObjects';
import { liveVersions, merge, replace, tableOf } from './view';
import { parseArtifacts } from './__testUtils__/view';

const model = { id: '1', name: 'granite' };
const version = { id: '2', name: '1.0', registeredModelId: '1' };
const service = {
  id: '7',
  name: 'granite/uid',
  registeredModelId: '1',
  servingEnvironmentId: '9',
};
const spec = (text: string) => ({
  'API Spec': { metadataType: 'MetadataStringValue', string_value: text },
});
const bad = (id: string, more: object = {}) => ({ id, name: 5, ...more });

function objectsOf(lists: Lists) {
  return toObjects('dev', aView(lists), 'model-registry/dev');
}
const idsOf = (lists: Lists) => objectsOf(lists).objects.map(({ id }) => id);

describe('what a registry says', () => {
  it.each<[string, Lists, string[], string[], string[]]>([
    [
      'live, model live',
      { models: [model], versions: [version] },
      ['dev/1/2'],
      [],
      [],
    ],
    [
      'archived',
      { models: [model], versions: [{ ...version, state: 'ARCHIVED' }] },
      [],
      ['dev/1/2'],
      [],
    ],
    [
      'live, model archived',
      { models: [{ ...model, state: 'ARCHIVED' }], versions: [version] },
      [],
      ['dev/1/2'],
      [],
    ],
    [
      'archived, model unknown',
      { versions: [{ ...version, state: 'ARCHIVED' }] },
      [],
      ['dev/1/2'],
      [],
    ],
    ['live, model missing', { versions: [version] }, [], [], ['dev/1/2']],
    [
      'live, model not understood',
      { models: [bad('1')], versions: [version] },
      [],
      [],
      ['dev/1/2'],
    ],
    [
      'not understood',
      { models: [model], versions: [bad('2', { registeredModelId: '1' })] },
      [],
      [],
      ['dev/1/2'],
    ],
    [
      'not understood, nor whose it is',
      { models: [model], versions: [bad('2')] },
      [],
      [],
      [],
    ],
    [
      'with an artifact that is not understood',
      { models: [model], versions: [version], artifacts: { 2: [{ id: 5 }] } },
      ['dev/1/2'],
      [],
      ['dev/1/2'],
    ],
  ])('of a version that is %s', (_, lists, shown, removed, unreadable) => {
    const result = objectsOf(lists);
    expect(result.objects.map(({ id }) => id)).toEqual(shown);
    expect([...result.removed]).toEqual(removed);
    expect([...result.unreadable]).toEqual(unreadable);
  });

  it('names the object and the field of each damage, once', () => {
    const { issues } = objectsOf({
      models: [bad('1'), model, { ...model, id: '3' }],
      versions: [{ ...version, registeredModelId: '8' }],
      artifacts: { 2: [{ id: '5', uri: 5 }] },
    });
    expect(issues.map(({ object, field }) => [object, field])).toEqual([
      ['Element 1', 'name'],
      ['Element 5', 'uri'],
      ['ModelVersion 2 "1.0"', 'registeredModelId'],
    ]);
  });

  it.each([
    ['granite/uid', 'granite', 'uid'],
    ['a/b/uid', 'a/b', 'uid'],
    ['by-hand', 'by-hand', undefined],
  ])('of the deployment %s', (name, serverName, serverUid) => {
    const { objects } = objectsOf({ services: [{ ...service, name }] });
    expect(objects).toMatchObject([{ serverName }]);
    expect(objects[0]).toHaveProperty('serverUid', serverUid);
  });

  it.each<[string, Lists, string[], string[]]>([
    [
      'is known',
      { environments: [{ id: '9', name: 'demo' }] },
      ['dev/deployment/7'],
      [],
    ],
    ['is missing', {}, ['dev/deployment/7'], []],
    [
      'is not understood',
      { environments: [bad('9')] },
      [],
      ['dev/deployment/7'],
    ],
  ])('of a deployment whose environment %s', (_, lists, shown, unreadable) => {
    const result = objectsOf({ ...lists, services: [service] });
    expect(result.objects.map(({ id }) => id)).toEqual(shown);
    expect([...result.unreadable]).toEqual(unreadable);
  });

  it('of a deployment that is not understood', () => {
    const { unreadable } = objectsOf({ services: [bad('7')] });
    expect([...unreadable]).toEqual(['dev/deployment/7']);
  });

  it.each([
    ['the version has one', spec('of version'), 'of version'],
    ['only the model has one', {}, 'of model'],
  ])('of the API definition when %s', (_, ofVersion, expected) => {
    const { objects, texts } = objectsOf({
      models: [{ ...model, customProperties: spec('of model') }],
      versions: [{ ...version, customProperties: ofVersion }],
    });
    const [first] = objects;
    const digest = first?.type === 'version' ? first.apiSpecDigest : undefined;
    expect(texts.get(digest ?? '')).toBe(expected);
    expect(texts.size).toBe(1);
  });

  it('of artifacts: models only, none that is deleted, in the order of their ids', () => {
    const { objects } = objectsOf({
      models: [model],
      versions: [version],
      artifacts: {
        2: [
          { id: '10', uri: 's3://ten' },
          { id: '9', uri: 's3://nine' },
          { id: '11', uri: 's3://nine' },
          { id: '1', uri: 'https://doc', artifactType: 'doc-artifact' },
          { id: '2', uri: 's3://deleted', state: 'DELETED' },
          { id: '3', uri: '' },
        ],
      },
    });
    expect(objects).toMatchObject([
      { artifactUris: ['s3://nine', 's3://ten'] },
    ]);
  });

  it('shows a version without artifacts', () => {
    expect(idsOf({ models: [model], versions: [version] })).toHaveLength(1);
  });
});

describe('the versions to show', () => {
  it('are those that are live, of models that are live and known', () => {
    const view = aView({
      models: [model, { id: '3', name: 'old', state: 'ARCHIVED' }],
      versions: [
        version,
        { ...version, id: '4', state: 'ARCHIVED' },
        { ...version, id: '5', registeredModelId: '3' },
        { ...version, id: '6', registeredModelId: '8' },
      ],
    });
    expect(liveVersions(view).map(({ id }) => id)).toEqual(['2']);
  });
});

describe('rows read later', () => {
  const before = tableOf(parseArtifacts([{ id: '5', uri: 'a' }]));

  it.each([
    ['nothing', [], false, ['a'], []],
    ['the same', [{ id: '5', uri: 'a' }], false, ['a'], []],
    ['another value', [{ id: '5', uri: 'b' }], true, ['b'], []],
    ['another row', [{ id: '6', uri: 'b' }], true, ['a', 'b'], []],
    ['damage', [{ id: '5', uri: 5 }], true, [], ['5']],
  ])('with %s', (_, items, changed, uris, damaged) => {
    const merged = merge(before, parseArtifacts(items));
    expect(merged.changed).toBe(changed);
    expect([...merged.now.rows.values()].map(({ uri }) => uri)).toEqual(uris);
    expect([...merged.now.bad.keys()]).toEqual(damaged);
  });

  it('that are whole again end the damage', () => {
    const damaged = merge(before, parseArtifacts([{ id: '5', uri: 5 }])).now;
    const healed = merge(damaged, parseArtifacts([{ id: '5', uri: 'a' }]));
    expect(healed).toEqual({ now: before, changed: true });
  });

  it.each([
    ['merged', merge],
    ['read whole', replace],
  ])('and %s are the same objects when they are the same', (_, put) => {
    const { now, changed } = put(
      before,
      parseArtifacts([{ id: '5', uri: 'a' }]),
    );
    expect(changed).toBe(false);
    expect(now).toBe(before);
  });
});

describe('what is made of rows', () => {
  const lists = { models: [model], versions: [version] };

  it('is the same object as long as the rows are', () => {
    const view = aView(lists);
    const [first] = toObjects('dev', view, 'x').objects;
    const [again] = toObjects('dev', { ...view }, 'x').objects;
    expect(again).toBe(first);
  });

  it('is new when model or artifacts are', () => {
    const view = aView(lists);
    const [first] = toObjects('dev', view, 'x').objects;
    const models = aView({ models: [{ ...model, owner: 'b' }] }).models;
    const other = toObjects('dev', { ...view, models }, 'x').objects;
    expect(other).toMatchObject([{ modelOwner: 'b' }]);
    const { artifacts } = aView({ artifacts: { 2: [{ id: '5', uri: 'a' }] } });
    const [third] = toObjects('dev', { ...view, artifacts }, 'x').objects;
    expect(third).toMatchObject({ artifactUris: ['a'] });
    expect(third).not.toBe(first);
  });
});

it('shows on a version that its model is to be ignored', () => {
  const customProperties = {
    'rhdh.modelcatalog.io/ignore': {
      metadataType: 'MetadataBoolValue',
      bool_value: true,
    },
  };
  const models = [{ ...model, customProperties }];
  expect(objectsOf({ models, versions: [version] }).objects).toMatchObject([
    { properties: { 'rhdh.modelcatalog.io/ignore': 'true' } },
  ]);
});

it.each([
  [
    'of the artifact',
    {
      modelSourceKind: 'catalog',
      modelSourceClass: 'redhat',
      modelSourceName: 'a/b',
    },
    'a/b',
  ],
  ['of the property, without one of the artifact', {}, 'old'],
])('takes the link to the catalog %s', (_, artifact, expected) => {
  const property = (string_value: string) => ({
    metadataType: 'MetadataStringValue',
    string_value,
  });
  const customProperties = {
    _registeredFromCatalogSourceName: property('redhat'),
    _registeredFromCatalogModelName: property('old'),
  };
  const { objects } = objectsOf({
    models: [model],
    versions: [{ ...version, customProperties }],
    artifacts: { 2: [{ id: '5', ...artifact }] },
  });
  expect(objects).toMatchObject([
    { catalogLink: { source: 'redhat', model: expected } },
  ]);
});
