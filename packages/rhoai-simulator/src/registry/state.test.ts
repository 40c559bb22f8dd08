import { ApiError, createRegistryState } from '.';

function newState() {
  let now = 1000;
  return createRegistryState({
    now: () => {
      now += 1;
      return now;
    },
  });
}

/** The refusal of a call: its status and message. */
function refusal(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return error instanceof ApiError
      ? `${error.status} ${error.message}`
      : String(error);
  }
  return 'none';
}

describe('registry state', () => {
  it('numbers models, versions, environments and services in one sequence', () => {
    const state = newState();
    const ids = [
      state.createModel({ name: 'm' }),
      state.createVersion({ name: 'v', registeredModelId: '1' }),
      state.createEnvironment({ name: 'ns' }),
      state.createService({
        name: 's',
        registeredModelId: '1',
        servingEnvironmentId: '3',
      }),
      state.upsertArtifact({ artifactType: 'doc-artifact' }, '2'),
      state.createServe('4', { modelVersionId: '2' }),
    ].map(entity => entity.id);
    expect(ids).toEqual(['1', '2', '3', '4', '1', '1']);
  });

  it('uses up an id for a refused duplicate', () => {
    const state = newState();
    state.createModel({ name: 'm' });
    expect(refusal(() => state.createModel({ name: 'm' }))).toBe(
      '409 registered model with name m already exists: conflict',
    );
    expect(state.createModel({ name: 'n' }).id).toBe('3');
  });

  it('keeps an external id unique among all that share a sequence', () => {
    const state = newState();
    state.createModel({ name: 'm', externalId: 'e' });
    expect(
      refusal(() => state.createEnvironment({ name: 'x', externalId: 'e' })),
    ).toMatch(/^409 /);
    state.patchModel('1', { externalId: 'f' });
    expect(state.findModel({ externalId: 'f' }).id).toBe('1');
    expect(refusal(() => state.findModel({ externalId: 'e' }))).toMatch(
      /^404 /,
    );
    expect(state.createEnvironment({ name: 'x', externalId: 'e' }).id).toBe(
      '3',
    );
  });

  it.each([
    [255, 'none'],
    [256, /^500 error saving registered model: ERROR: value too long/],
  ])('takes a name of %d characters or refuses it', (length, expected) => {
    const state = newState();
    const name = 'ä'.repeat(length);
    expect(refusal(() => state.createModel({ name }))).toMatch(expected);
  });

  it('counts the parent in the length of a version name', () => {
    const state = newState();
    const create = (length: number) =>
      state.createVersion({ name: 'n'.repeat(length), registeredModelId: '1' });
    expect(refusal(() => create(254))).toMatch(/^500 /);
    expect(refusal(() => create(253))).toBe('none');
  });

  it('patches what is given, replaces properties whole, bumps this row only', () => {
    const state = newState();
    const a = {
      metadataType: 'MetadataStringValue',
      string_value: '1',
    } as const;
    const model = state.createModel({
      name: 'm',
      owner: 'alice',
      customProperties: { a, b: a },
    });
    const version = state.createVersion({ name: 'v', registeredModelId: '1' });
    const patched = state.patchModel('1', {
      description: 'd',
      customProperties: { b: a },
    });
    expect(patched).toEqual({
      ...model,
      description: 'd',
      customProperties: { b: a },
      lastUpdateTimeSinceEpoch: '1003',
    });
    expect(state.getVersion('2')).toEqual(version);
    expect(state.patchModel('1', {}).lastUpdateTimeSinceEpoch).toBe('1004');
    expect(state.patchModel('1', { owner: undefined }).owner).toBe('alice');
  });

  it('does not change what it returned before', () => {
    const state = newState();
    const before = state.createModel({ name: 'm' });
    state.patchModel('1', { state: 'ARCHIVED' });
    expect(before.state).toBe('LIVE');
  });

  it('keeps integers of 32 bits only', () => {
    const call = () =>
      newState().createModel({
        name: 'm',
        customProperties: {
          n: { metadataType: 'MetadataIntValue', int_value: '8000000000' },
        },
      });
    expect(refusal(call)).toBe(
      '400 strconv.ParseInt: parsing "8000000000": value out of range: bad request',
    );
  });

  it('serves the named version, else the newest of the model', () => {
    const state = newState();
    state.createModel({ name: 'm' });
    const service = { registeredModelId: '1', servingEnvironmentId: '9' };
    state.createService({ ...service, name: 'none yet' });
    expect(refusal(() => state.versionOfService('2'))).toMatch(/^404 /);
    state.createVersion({ name: '1', registeredModelId: '1' });
    state.createVersion({ name: '2', registeredModelId: '1' });
    state.createService({ ...service, name: 'first', modelVersionId: '3' });
    expect(state.versionOfService('2').name).toBe('2');
    expect(state.versionOfService('5').name).toBe('1');
    expect(state.modelOfService('5').name).toBe('m');
    expect(refusal(() => state.modelOfService('99'))).toBe(
      '404 no inference service found for id 99: not found',
    );
  });

  it('updates an artifact that is posted with its id, keeping type and name', () => {
    const state = newState();
    const artifactType = 'model-artifact';
    state.upsertArtifact({ artifactType, name: 'a', uri: 's3://1' }, '7');
    const again = { id: '1', name: 'other', uri: 's3://2' };
    expect(state.upsertArtifact({ ...again, artifactType }, '7')).toMatchObject(
      { id: '1', name: 'a', uri: 's3://2' },
    );
    expect(
      refusal(() =>
        state.upsertArtifact({ id: '1', artifactType: 'doc-artifact' }, '7'),
      ),
    ).toMatch(/^400 artifact with id 1 is not a doc artifact/);
    expect(state.listArtifacts({}, { versionId: '7' }).size).toBe(1);
  });

  it('keeps artifacts of several versions and of none apart', () => {
    const state = newState();
    const artifact = { artifactType: 'model-artifact', name: 'a' };
    state.upsertArtifact(artifact, '7');
    state.upsertArtifact(artifact, '8');
    state.upsertArtifact(artifact);
    state.upsertArtifact(artifact);
    expect(refusal(() => state.upsertArtifact(artifact, '8'))).toMatch(/^409 /);
    expect(state.listArtifacts({}, { versionId: '7' }).size).toBe(1);
    expect(state.listArtifacts().size).toBe(4);
    expect(state.findArtifact({ name: 'a', parentResourceId: '8' }).id).toBe(
      '2',
    );
  });

  it('erases a row as database surgery does', () => {
    const state = newState();
    state.createModel({ name: 'm' });
    state.createVersion({ name: 'v', registeredModelId: '1' });
    expect(state.erase('registered_models', '1')).toBe(true);
    expect(state.erase('registered_models', '1')).toBe(false);
    expect(state.listModels().items).toEqual([]);
    expect(refusal(() => state.getModel('1'))).toMatch(/^404 /);
    expect(state.listVersions({}, '1').size).toBe(1);
    expect(state.createModel({ name: 'm' }).id).toBe('3');
  });
});

describe('a registry as release 0.3.1 on MariaDB', () => {
  const state = createRegistryState({ now: () => 1000, release: '0.3.1' });
  state.createModel({ name: 'Granite' });
  state.createModel({ name: 'b' });

  it('takes names that differ by case for the same', () => {
    expect(refusal(() => state.createModel({ name: 'granite' }))).toMatch(
      /^409 /,
    );
    expect(state.findModel({ name: 'GRANITE' }).name).toBe('Granite');
  });

  it('answers a bad page token with the first page, again and again', () => {
    const page = state.listModels({ pageSize: '1', nextPageToken: '!!' });
    expect(page).toMatchObject({ items: [{ name: 'Granite' }], size: 1 });
    expect(page.nextPageToken).not.toBe('');
  });
});

describe('look-ups', () => {
  it.each([
    [{}, /^400 invalid parameters call, supply either/],
    [{ name: 'v' }, /^400 /],
    [{ name: 'v', parentResourceId: 'x' }, /^400 invalid registered model ID/],
    [{ name: 'v', parentResourceId: '1' }, 'none'],
    [{ name: 'v', parentResourceId: '2' }, /^404 no model versions found/],
    [{ externalId: 'e' }, 'none'],
    [{ name: 'v', parentResourceId: '1', externalId: 'e' }, 'none'],
    [{ name: 'v', parentResourceId: '1', externalId: 'f' }, /^404 /],
  ])('of a version by %j', (query, expected) => {
    const state = newState();
    state.createModel({ name: 'm' });
    state.createVersion({ name: 'v', registeredModelId: '1', externalId: 'e' });
    expect(refusal(() => state.findVersion(query))).toMatch(expected);
  });
});
