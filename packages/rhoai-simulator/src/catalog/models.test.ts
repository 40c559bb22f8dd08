import { createCatalogState } from '.';
import { licenseName } from './licenses';
import { listArtifacts, listModels, ModelQuery } from './models';
import { nameFilter } from './nameFilter';

function world() {
  const state = createCatalogState({ now: () => 1700000000000 });
  state.setContent({
    sources: [
      {
        source: { id: 'a', name: 'A', labels: ['Red Hat', 'x'] },
        models: [
          {
            name: 'org/two',
            provider: 'IBM',
            tasks: ['chat'],
            readme: '# Two',
          },
          { name: 'org/one', description: 'Small', license: 'MIT' },
        ],
      },
      {
        source: { id: 'b', name: 'B' },
        models: [
          { name: 'org/one', provider: 'Other', language: ['en', 'de'] },
          { name: 'three', libraryName: 'Transformers' },
        ],
      },
      {
        source: { id: 'off', name: 'Off', enabled: false },
        models: [{ name: 'hidden' }],
      },
    ],
  });
  return state;
}

const names = (query: ModelQuery) =>
  listModels(world(), query).items.map(
    ({ model }) => `${model.source_id}:${model.name}`,
  );

describe('listModels', () => {
  it.each<[ModelQuery, string[]]>([
    [{}, ['a:org/one', 'b:org/one', 'a:org/two', 'b:three']],
    [{ sortOrder: 'DESC' }, ['b:three', 'a:org/two', 'a:org/one', 'b:org/one']],
    [{ orderBy: 'ID' }, ['a:org/two', 'a:org/one', 'b:org/one', 'b:three']],
    [{ source: 'b' }, ['b:org/one', 'b:three']],
    [{ source: 'off' }, []],
    [{ source: 'a,off' }, ['a:org/one', 'a:org/two']],
    [{ sourceLabel: 'red hat' }, ['a:org/one', 'a:org/two']],
    [{ sourceLabel: 'null' }, ['b:org/one', 'b:three']],
    [{ sourceLabel: 'nope' }, []],
    [{ q: 'SMALL' }, ['a:org/one']],
    [{ q: 'transform' }, ['b:three']],
    [{ q: 'chat' }, ['a:org/two']],
    [{ filterQuery: `provider='IBM'` }, ['a:org/two']],
    [{ filterQuery: `language='de'` }, ['b:org/one']],
    [{ filterQuery: `tasks IN ('chat','x')` }, ['a:org/two']],
    [
      { filterQuery: `license='MIT' OR libraryName ILIKE 'TRANS%'` },
      ['a:org/one', 'b:three'],
    ],
  ])('%j', (query, expected) => {
    expect(names(query)).toEqual(expected);
  });

  it.each<[ModelQuery, string]>([
    [{ source: 'a', sourceLabel: 'x' }, 'cannot be used together'],
    [{ pageSize: '0' }, 'pageSize must be at least 1, got 0'],
    [{ pageSize: 'x' }, 'invalid pageSize: strconv.ParseInt'],
    [{ nextPageToken: 'eDox' }, 'invalid nextPageToken'],
    [{ filterQuery: 'provider=' }, 'invalid filter query syntax'],
  ])('refuses %j', (query, message) => {
    expect(() => names(query)).toThrow(message);
  });
});

describe('a catalog that changes while it runs', () => {
  it('keeps the id and the given times of a model whose card changes', () => {
    const state = world();
    const times = {
      createTimeSinceEpoch: '1600000000000',
      lastUpdateTimeSinceEpoch: '1600000000001',
    };
    const before = state.putModel('a', { name: 'org/two', ...times });
    const after = state.putModel('a', {
      name: 'org/two',
      readme: '# New',
      ...times,
    });
    expect(after).toEqual({ ...before, readme: '# New' });
    expect(after.id).toBe('1');
  });

  it('takes models and sources away', () => {
    const state = world();
    expect(state.removeModel('a', 'org/two')).toBe(true);
    expect(state.removeModel('a', 'org/two')).toBe(false);
    state.removeSource('b');
    expect(state.models().map(row => row.model.name)).toEqual(['org/one']);
    expect(state.getModel('b', 'three')).toBeUndefined();
    expect(() => state.putModel('b', { name: 'x' })).toThrow('no source b');
  });

  it('hides and shows a source without losing its models', () => {
    const state = world();
    state.setSource({ id: 'a', name: 'A', enabled: false });
    expect(state.getModel('a', 'org/two')).toBeUndefined();
    expect(state.sources()[0]).toMatchObject({ status: 'disabled' });
    state.setSource({ id: 'a', name: 'A', excludedModels: ['*ONE'] });
    expect(state.getModel('a', 'org/two')?.id).toBe(1);
    expect(state.getModel('a', 'org/one')).toBeUndefined();
  });
});

describe('what the catalog makes of properties', () => {
  it.each([
    [{ metadataType: 'MetadataStringValue', string_value: 'x' } as const, 'x'],
    [
      { metadataType: 'MetadataIntValue', int_value: '8000000000' } as const,
      '8000000000',
    ],
    [{ metadataType: 'MetadataIntValue', int_value: '8' } as const, undefined],
    [
      { metadataType: 'MetadataDoubleValue', double_value: 0.5 } as const,
      undefined,
    ],
    [
      { metadataType: 'MetadataBoolValue', bool_value: true } as const,
      undefined,
    ],
  ])('%j of a model', (value, expected) => {
    const model = world().putModel('a', {
      name: 'm',
      customProperties: { p: value },
    });
    expect(model.customProperties?.p).toEqual(
      expected && {
        metadataType: 'MetadataStringValue',
        string_value: expected,
      },
    );
  });

  it('keeps the types of an artifact', () => {
    const state = world();
    const value = {
      metadataType: 'MetadataDoubleValue',
      double_value: 0.5,
    } as const;
    state.putModel('a', {
      name: 'm',
      artifacts: [
        { uri: 'oci://x/y' },
        {
          artifactType: 'metrics-artifact',
          metricsType: 'accuracy-metrics',
          customProperties: { score: value },
        },
      ],
    });
    const row = state.getModel('a', 'm');
    const page = listArtifacts(
      row,
      { artifactTypes: ['metrics-artifact'] },
      '',
    );
    expect(page.items).toHaveLength(1);
    expect(page.items[0]).toMatchObject({ customProperties: { score: value } });
  });

  it.each([
    ['apache-2.0', 'Apache 2.0'],
    ['Apache-2.0', 'Apache 2.0'],
    [' llama3.1 ', 'Llama 3.1 Community License'],
    ['own-license', 'own-license'],
    ['constructor', 'constructor'],
    ['', ''],
  ])('names the licence %s', (license, name) => {
    expect(licenseName(license)).toBe(name);
  });
});

describe('nameFilter', () => {
  it.each([
    [{}, 'any', true],
    [{ includedModels: ['ibm/*'] }, 'IBM/granite', true],
    [{ includedModels: ['ibm/*'] }, 'x/ibm/granite', false],
    [
      { includedModels: ['ibm/*'], excludedModels: ['*-draft'] },
      'ibm/a-draft',
      false,
    ],
    [{ excludedModels: ['a_c'] }, 'abc', true],
    [{ excludedModels: ['100%'] }, '100%', false],
  ])('%j on %s is %s', (patterns, name, shown) => {
    expect(nameFilter(patterns)(name)).toBe(shown);
  });
});
