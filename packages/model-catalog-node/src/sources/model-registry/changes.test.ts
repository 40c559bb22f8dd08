import { delay } from '../../http/delay';
import { LISTS } from './lists';
import {
  ONE_CHECK,
  register,
  requestsOf,
  startRegistryWorld,
  type World,
} from './__testUtils__/registryWorld';

describe('looking for changes in a model registry', () => {
  let world: World;

  beforeEach(async () => {
    world = await startRegistryWorld();
  });

  afterEach(async () => {
    await world.stop();
  });

  it('costs five requests and tells nobody when nothing has changed', async () => {
    register(world, 3, 2);
    const watched = world.watch();
    await watched.started();
    const told = watched.changes();
    world.counter.reset();

    await watched.look();

    expect(requestsOf(world)).toEqual(ONE_CHECK);
    expect(watched.changes()).toBe(told);
  });

  it('costs one request more for a changed version', async () => {
    const [first] = register(world, 3, 2);
    const watched = world.watch();
    await watched.started();
    world.counter.reset();

    world.registry.patchVersion(first?.versionIds[1] ?? '', {
      description: 'better',
    });
    await watched.look();

    expect(watched.versions()).toContainEqual(
      expect.objectContaining({
        versionId: first?.versionIds[1],
        versionDescription: 'better',
        artifactUris: ['s3://models/1/2'],
      }),
    );
    expect(requestsOf(world)).toEqual({
      ...ONE_CHECK,
      model_versions: 1 + 1,
    });
  });

  it('reads the artifacts of a new version only', async () => {
    const [first] = register(world, 3, 2);
    const watched = world.watch();
    await watched.started();
    world.counter.reset();

    const { id } = world.registry.createVersion({
      name: 'new',
      registeredModelId: first?.modelId,
    });
    world.registry.upsertArtifact(
      { artifactType: 'model-artifact', name: 'n', uri: 's3://new' },
      id,
    );
    await watched.look();

    expect(watched.versions()).toContainEqual(
      expect.objectContaining({ versionId: id, artifactUris: ['s3://new'] }),
    );
    expect(requestsOf(world)).toEqual({
      ...ONE_CHECK,
      model_versions: 1 + 1,
      artifacts: 1,
      'model_versions/:id/artifacts': 1,
    });
  });

  it('finds the version of an artifact that comes later, first among those without any', async () => {
    const [first] = register(world, 3, 2);
    const { id } = world.registry.createVersion({
      name: 'bare',
      registeredModelId: first?.modelId,
    });
    const watched = world.watch();
    await watched.started();
    world.counter.reset();

    const late = { artifactType: 'model-artifact', uri: 's3://late' };
    world.registry.upsertArtifact({ ...late, name: 'late' }, id);
    await watched.look();

    expect(watched.versions()).toContainEqual(
      expect.objectContaining({ versionId: id, artifactUris: ['s3://late'] }),
    );
    expect(requestsOf(world)).toEqual({
      ...ONE_CHECK,
      artifacts: 1,
      'model_versions/:id/artifacts': 1,
    });
  });

  it('finds a second artifact of an old version by reading them all, once', async () => {
    const [first] = register(world, 3, 2);
    const watched = world.watch();
    await watched.started();
    world.counter.reset();

    const versionId = first?.versionIds[0];
    const second = { artifactType: 'model-artifact', uri: 's3://second' };
    world.registry.upsertArtifact({ ...second, name: 's' }, versionId);
    const orphan = { artifactType: 'model-artifact', uri: 's3://orphan' };
    world.registry.upsertArtifact({ ...orphan, name: 'o' });
    await watched.look();

    expect(watched.versions()).toContainEqual(
      expect.objectContaining({
        versionId,
        artifactUris: ['s3://models/1/1', 's3://second'],
      }),
    );
    expect(requestsOf(world)['model_versions/:id/artifacts']).toBe(6);

    world.counter.reset();
    world.registry.patchVersion(versionId ?? '', { description: 'x' });
    await watched.look();
    expect(requestsOf(world)['model_versions/:id/artifacts']).toBeUndefined();
  });

  it('takes over a changed artifact without any further read', async () => {
    const [first] = register(world, 3, 2);
    const [artifact] = world.registry.listArtifacts().items;
    const watched = world.watch();
    await watched.started();
    world.counter.reset();

    world.registry.patchArtifact(artifact?.id ?? '', { uri: 's3://moved' });
    await watched.look();

    expect(watched.versions()).toContainEqual(
      expect.objectContaining({
        versionId: first?.versionIds[0],
        artifactUris: ['s3://moved'],
      }),
    );
    expect(requestsOf(world)).toEqual({ ...ONE_CHECK, artifacts: 1 });
  });

  it('reads each list once more some time after it moved, one per look, and never again', async () => {
    register(world, 3, 2);
    const watched = world.watch({ pollIntervalMs: 0, overlapMs: 0 });
    await watched.started();
    world.counter.reset();
    await watched.look();
    expect(requestsOf(world)).toEqual(ONE_CHECK);
    await watched.end();

    const wary = world.watch({ pollIntervalMs: 0, overlapMs: 3_600_000 });
    await wary.started();
    world.counter.reset();
    for (const _ of LISTS) {
      const { requests } = world.counter.counts;
      await wary.look();
      expect(world.counter.counts.requests - requests).toBe(6);
    }
    expect(requestsOf(world)).toEqual({
      registered_models: 6,
      model_versions: 6,
      inference_services: 6,
      serving_environments: 6,
      model_artifacts: 5,
      artifacts: 1,
    });
  });

  it('reads everything anew when older data was put in place', async () => {
    const [first, second] = register(world, 2, 1);
    const watched = world.watch();
    await watched.started();
    const newest = second?.versionIds[0] ?? '';
    await delay(2);
    world.registry.patchVersion(newest, { description: 'newest' });
    await watched.look();
    world.registry.erase('model_versions', newest);

    await watched.look();

    expect(watched.versions()).toMatchObject([{ modelId: first?.modelId }]);
    expect(watched.readable()?.removed).toEqual(new Set());
  });

  it('finds a row that came late with an older stamp some time after the last change', async () => {
    const [first] = register(world, 1, 1);
    const quick = world.watch({ pollIntervalMs: 0 });
    const slow = world.watch();
    await Promise.all([quick.started(), slow.started()]);

    world.setClock(-60_000);
    world.registry.createVersion({
      name: 'late',
      registeredModelId: first?.modelId,
    });
    await slow.look();
    for (const _ of LISTS) {
      await quick.look();
    }

    const namesIn = (watched: typeof quick) =>
      watched.versions().map(({ versionName }) => versionName);
    expect(namesIn(quick)).toEqual(['1.0', 'late']);
    expect(namesIn(slow)).toEqual(['1.0']);
  });

  it('reads all lists whole after a while, however late a row came, and no version twice', async () => {
    const [first] = register(world, 2, 2);
    const watched = world.watch({ fullSweepMs: 0 });
    await watched.started();
    world.counter.reset();

    world.setClock(-3_600_000);
    world.registry.createVersion({
      name: 'very late',
      registeredModelId: first?.modelId,
    });
    await watched.look();

    expect(watched.versions()).toHaveLength(5);
    expect(requestsOf(world)).toEqual({
      // One row, what the server can, whether there is any row; the whole list.
      registered_models: 4,
      model_versions: 2,
      inference_services: 2,
      serving_environments: 2,
      // One row; the whole list; one row again, as a version is new and has none.
      model_artifacts: 3,
      'model_versions/:id/artifacts': 1,
    });
  });
});
