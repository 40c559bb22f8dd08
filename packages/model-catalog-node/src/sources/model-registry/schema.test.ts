import { CustomProperties } from './properties';
import {
  catalogLinkOf,
  InferenceService,
  ModelVersion,
  RegisteredModel,
} from './schema';

const string = (string_value: string) => ({
  metadataType: 'MetadataStringValue',
  string_value,
});

describe('custom properties', () => {
  it.each([
    ['text', string('team-a'), { values: { key: 'team-a' } }],
    ['empty text', string(''), { labels: ['key'] }],
    [
      'text left out',
      { metadataType: 'MetadataStringValue' },
      { labels: ['key'] },
    ],
    [
      'a whole number',
      { metadataType: 'MetadataIntValue', int_value: '7' },
      { values: { key: '7' } },
    ],
    [
      'a double',
      { metadataType: 'MetadataDoubleValue', double_value: 0.5 },
      { values: { key: '0.5' } },
    ],
    [
      'true',
      { metadataType: 'MetadataBoolValue', bool_value: true },
      { values: { key: 'true' } },
    ],
    [
      'false',
      { metadataType: 'MetadataBoolValue', bool_value: false },
      { values: { key: 'false' } },
    ],
    [
      'a struct',
      { metadataType: 'MetadataStructValue', struct_value: 'e30=' },
      {},
    ],
    [
      'a kind of the future',
      { metadataType: 'MetadataNewValue', new_value: [] },
      {},
    ],
    ['no kind', {}, {}],
  ])('with %s', (_, value, expected) => {
    expect(CustomProperties.parse({ key: value })).toEqual({
      values: {},
      labels: [],
      apiSpec: undefined,
      ...expected,
    });
  });

  it.each(['_lastModified', '_registeredFromCatalogSourceName', 'model_type'])(
    '%s is internal: neither property nor label',
    key => {
      for (const value of ['', 'generative']) {
        expect(CustomProperties.parse({ [key]: string(value) })).toMatchObject({
          values: {},
          labels: [],
        });
      }
    },
  );

  it('an empty value of a known key is unset, not a label', () => {
    expect(CustomProperties.parse({ License: string('') }).labels).toEqual([]);
  });

  it('an API definition is carried as a long text', () => {
    const { values, apiSpec } = CustomProperties.parse({
      'API Spec': string('{}'),
    });
    expect(values).toEqual({});
    expect(apiSpec?.text).toBe('{}');
  });
});

describe('where a model came from, as the first dashboards wrote it', () => {
  const from = (parts: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(parts).map(([part, value]) => [
        `_registeredFromCatalog${part}`,
        string(value),
      ]),
    );

  it.each([
    [
      'all parts',
      {
        SourceName: 'Red Hat',
        RepositoryName: 'granite',
        ModelName: 'g-8b',
        Tag: '1.0',
      },
      { source: 'Red Hat', model: 'granite/g-8b' },
    ],
    [
      'no repository',
      { SourceName: 'Red Hat', ModelName: 'org/g-8b' },
      { source: 'Red Hat', model: 'org/g-8b' },
    ],
    ['no source', { ModelName: 'g-8b' }, undefined],
    ['an empty model', { SourceName: 'Red Hat', ModelName: ' ' }, undefined],
  ])('%s', (_, parts, catalogLink) => {
    expect(CustomProperties.parse(from(parts))).toEqual({
      values: {},
      labels: [],
      apiSpec: undefined,
      catalogLink,
    });
  });
});

describe('where an artifact came from', () => {
  const classic = {
    modelSourceKind: 'catalog',
    modelSourceClass: 'Organization AI models',
    modelSourceGroup: 'ibm-granite',
    modelSourceName: 'granite-8b',
  };
  it.each([
    [
      'dashboard 2.x',
      classic,
      { source: 'Organization AI models', model: 'ibm-granite/granite-8b' },
    ],
    [
      'dashboard 3.x',
      {
        modelSourceKind: 'catalog',
        modelSourceClass: 'org_models',
        modelSourceName: 'ibm-granite/granite-8b',
      },
      { source: 'org_models', model: 'ibm-granite/granite-8b' },
    ],
    ['a pipeline', { ...classic, modelSourceKind: 'kfp' }, undefined],
    ['no name', { ...classic, modelSourceName: undefined }, undefined],
    ['no source', { ...classic, modelSourceClass: '' }, undefined],
    ['nothing', {}, undefined],
  ])('by %s', (_, origin, expected) => {
    expect(catalogLinkOf(origin)).toEqual(expected);
  });
});

describe('rows of the registry', () => {
  it.each([
    ['LIVE', false],
    ['ARCHIVED', true],
    [undefined, false],
    [null, false],
    ['SOMETHING_NEW', false],
  ])('in state %s: archived is %s', (state, archived) => {
    const row = { id: '1', name: 'a', registeredModelId: '2', state };
    expect(RegisteredModel.parse(row).archived).toBe(archived);
    expect(ModelVersion.parse(row).archived).toBe(archived);
  });

  it.each([
    ['DEPLOYED', true],
    ['UNDEPLOYED', false],
    [undefined, true],
  ])('wanted %s: deployed is %s', (desiredState, deployed) => {
    const row = { id: '1', name: 'a/u', registeredModelId: '2', desiredState };
    expect(InferenceService.parse(row).deployed).toBe(deployed);
  });

  it.each([
    ['1700000000000', '2023-11-14T22:13:20.000Z'],
    ['-5', undefined],
    ['soon', undefined],
    [undefined, undefined],
  ])('created at %s', (createTimeSinceEpoch, expected) => {
    const row = { id: '1', name: 'a', registeredModelId: '2' };
    const { createdAt } = ModelVersion.parse({ ...row, createTimeSinceEpoch });
    expect(createdAt).toBe(expected);
  });
});

describe("a registered model's own readme", () => {
  const readmeOf = (readme: string | undefined) =>
    RegisteredModel.parse({ id: '1', name: 'a', readme }).readme?.text;

  it.each([
    ['is clean', '---\na: 1\n---\n# A <script>x</script>`<b>`', '# A `<b>`'],
    ['with nothing to be read is none', '<script>x</script>', undefined],
    ['of more than 1 MiB is none', 'x'.repeat(1024 * 1024 + 1), undefined],
    ['that is absent is none', undefined, undefined],
  ])('%s', (_, readme, expected) => {
    expect(readmeOf(readme)).toBe(expected);
  });
});
