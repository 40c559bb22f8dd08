import { createRegistryState, RegistryState } from '.';

const text = (value: string) =>
  ({ metadataType: 'MetadataStringValue', string_value: value } as const);

function world(): RegistryState {
  let now = 1000;
  const state = createRegistryState({
    now: () => {
      now += 1;
      return now;
    },
  });
  state.createModel({
    name: 'granite',
    owner: 'alice',
    description: 'first',
    externalId: 'ext-1',
    customProperties: {
      'API Spec': text('yes'),
      n: { metadataType: 'MetadataIntValue', int_value: '7' },
      d: { metadataType: 'MetadataDoubleValue', double_value: 0.5 },
      b: { metadataType: 'MetadataBoolValue', bool_value: true },
      größe: text('8B'),
    },
  });
  state.createModel({ name: 'llama_2', state: 'ARCHIVED' });
  state.createModel({ name: 'llamaX2', customProperties: { n: text('7') } });
  state.createVersion({ name: '1.0', registeredModelId: '1', author: 'bob' });
  state.createVersion({ name: '1.0', registeredModelId: '2' });
  state.createVersion({ name: 'v_1', registeredModelId: '1' });
  state.createVersion({ name: 'vx1', registeredModelId: '1' });
  const uri = 's3://b/x';
  const artifactType = 'model-artifact';
  state.upsertArtifact({ name: 'a', uri, artifactType, state: 'LIVE' }, '4');
  state.upsertArtifact({ name: 'b', artifactType }, '5');
  state.upsertArtifact({ name: 'orphan', artifactType });
  return state;
}

describe('filterQuery on registered models', () => {
  it.each([
    ['id<0', []],
    ['id IN (1,3)', ['granite', 'llamaX2']],
    ['id = "2"', ['llama_2']],
    ['lastUpdateTimeSinceEpoch>=1002', ['llama_2', 'llamaX2']],
    ['state="LIVE"', ['granite', 'llamaX2']],
    ['state != "LIVE"', ['llama_2']],
    ['owner = "alice"', ['granite']],
    ['owner != "bob"', ['granite']],
    ['externalId = "ext-1"', ['granite']],
    ['description = "first"', ['granite']],
    ['name = "llama_2"', ['llama_2']],
    ['name LIKE "llama_2"', ['llama_2', 'llamaX2']],
    ['name LIKE "LLAMA%"', []],
    ['name ILIKE "LLAMA%"', ['llama_2', 'llamaX2']],
    ['`API Spec` = "yes"', ['granite']],
    ['größe = "8B"', 'syntax'],
    ['`größe` = "8B"', ['granite']],
    ['n = 7', ['granite']],
    ['n = "7"', ['llamaX2']],
    ['n.int_value > 6', ['granite']],
    ['n.string_value = "7"', ['llamaX2']],
    ['n.string_value = 7', 'type mismatch'],
    ['d > 0.4', ['granite']],
    ['d < 1', ['granite']],
    ['b = true', ['granite']],
    ['b = false', []],
    ['missing = "x"', []],
    ['missing != "x"', []],
    ['id = "x"', 'type mismatch'],
    ['name = 5', 'type mismatch'],
    ['id = (1,2)', 'type mismatch'],
    ['id IN ()', []],
    ['(id=1 OR id=2) AND state="ARCHIVED"', ['llama_2']],
    ['toString = "x"', []],
  ])('%s', (filterQuery, expected) => {
    const list = () =>
      world()
        .listModels({ filterQuery })
        .items.map(model => model.name);
    if (Array.isArray(expected)) {
      // eslint-disable-next-line jest/no-conditional-expect -- a table of both
      expect(list()).toEqual(expected);
    } else {
      // eslint-disable-next-line jest/no-conditional-expect -- a table of both
      expect(list).toThrow(expected);
    }
  });
});

describe('filterQuery on children', () => {
  const versions = (filterQuery: string) =>
    world()
      .listVersions({ filterQuery })
      .items.map(
        ({ registeredModelId, name }) => `${registeredModelId}/${name}`,
      );

  it('compares a name by its end, so that _ stands for any character', () => {
    expect(versions('name="v_1"')).toEqual(['1/v_1', '1/vx1']);
    expect(versions('name="1.0"')).toEqual(['1/1.0', '2/1.0']);
  });

  it('sees the parent in the stored name', () => {
    expect(versions('name LIKE "2:%"')).toEqual(['2/1.0']);
    expect(versions('registeredModelId=2')).toEqual(['2/1.0']);
    expect(versions('author="bob"')).toEqual(['1/1.0']);
  });

  it('knows the states of artifacts as numbers', () => {
    const names = (filterQuery: string) =>
      world()
        .listArtifacts({ filterQuery })
        .items.map(artifact => artifact.name);
    expect(names('state="LIVE"')).toEqual(['a']);
    expect(names('state="NOPE"')).toEqual([]);
    expect(names('state="UNKNOWN"')).toEqual(['orphan']);
    expect(names('uri LIKE "s3:%"')).toEqual(['a']);
    expect(names('name LIKE "5:%"')).toEqual(['b']);
  });
});
