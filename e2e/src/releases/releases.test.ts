import { within } from '../acceptance/system/within';
import { COLUMNS } from './columns';
import { FEATURES, testName } from './features';
import { ReleaseWorld } from './ReleaseWorld';

jest.setTimeout(240_000);

/** How long until everything that was there at the start is known. */
const FIRST_SYNC_S = 20;

// docs/reference/rhoai-releases.md is made from the same table.
describe.each(COLUMNS)('OpenShift AI $title', column => {
  let world: ReleaseWorld;

  beforeAll(async () => {
    world = await ReleaseWorld.start(column);
    for (const feature of FEATURES) feature.seed(world);
    await world.simulator.settled();
    world.bridge.start();
    await world.bridge.untilReady();
  });
  afterAll(() => world?.stop());

  it.each(
    FEATURES.map(feature => [testName(feature, column.id), feature] as const),
  )('%s', async (...[, feature]) => {
    const lacks = feature.lacking?.[column.id] !== undefined;
    await within(FIRST_SYNC_S, async () => {
      const known = await world.known();
      const { seen, wanted } = feature.look(known, { world, lacks });
      expect(seen).toEqual(wanted);
    });
  });
});
