import { eventually } from '../__testUtils__/watchSource';
import {
  register,
  startRegistryWorld,
  type World,
} from './__testUtils__/registryWorld';

/** More than any of the reads below takes. */
const REQUESTS = 24;
const MOMENTS = Array.from({ length: REQUESTS }, (_, n) => n);

jest.setTimeout(60_000);

describe('a model registry that loses its data while it is being read', () => {
  let world: World;

  beforeEach(async () => {
    world = await startRegistryWorld();
  });

  afterEach(async () => {
    await world.stop();
  });

  const barest = (watched: ReturnType<World['watch']>) =>
    watched.versions().filter(({ artifactUris }) => artifactUris.length === 0);

  it('never shows a version without its artifacts, whenever that happens in the first read', async () => {
    register(world, 3, 1);
    let complete = 0;
    for (const after of MOMENTS) {
      world.faults.set({ mode: 'empty', after });
      const watched = world.watch();
      await eventually(() => watched.state() !== undefined);
      complete += watched.versions().length === 3 ? 1 : 0;
      expect({ after, barest: barest(watched) }).toEqual({ after, barest: [] });
      await world.endWatches();
      world.faults.heal();
    }
    expect(complete).toBeGreaterThan(0);
  });

  it('never shows a version without its artifacts, whenever that happens in a read of what is new', async () => {
    const [first] = register(world, 3, 1);
    for (const after of MOMENTS) {
      const watched = world.watch();
      await watched.started();
      const { id } = world.registry.createVersion({
        name: `new-${after}`,
        registeredModelId: first?.modelId,
      });
      const artifact = { artifactType: 'model-artifact', name: `new-${after}` };
      world.registry.upsertArtifact({ ...artifact, uri: 's3://new' }, id);

      world.faults.set({ mode: 'empty', after });
      await watched.look();

      expect({ after, barest: barest(watched) }).toEqual({ after, barest: [] });
      await world.endWatches();
      world.faults.heal();
    }
  });
});
