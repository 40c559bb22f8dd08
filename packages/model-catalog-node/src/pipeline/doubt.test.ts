import { aServer } from '../__testUtils__/builders';
import { fakeSource } from '../__testUtils__/fakeSource';
import { DEFAULT_REMOVAL_POLICY } from '../plan/policy';
import type { InferenceServer } from '../sources/objects';
import type { Doubted } from './doubt';
import { holdAll } from './holdAll';
import type { Known } from './known';

const SERVERS = Array.from({ length: 12 }, (_, i) =>
  aServer({ name: `s${i}` }),
);

/** What stands run after run, of servers that a source reads by list and watch. */
function watched() {
  const kserve = fakeSource<InferenceServer>('kserve', 'listed');
  let known: Known = {
    servers: SERVERS,
    registries: new Map(),
    catalogs: new Map(),
    offerings: new Map(),
    apis: [],
  };
  let doubted: Doubted = {};
  const run = () => {
    const standing = holdAll(
      {
        servers: [{ resource: 'inferenceservice', source: kserve }],
        registries: [],
        catalogs: [],
      },
      known,
      { ...DEFAULT_REMOVAL_POLICY, doubted },
    );
    known = standing.known;
    doubted = standing.doubted;
    return standing.known.servers.length;
  };
  return {
    /** How many stand when so many of them are seen, after so many lists. */
    seen: (count: number, listing: number | undefined) => {
      kserve.set({
        ...{ state: 'complete', objects: SERVERS.slice(0, count), listing },
        ...{ removed: new Set(), unreadable: new Set(), issues: [] },
      });
      return run();
    },
    failed: () => {
      kserve.fail();
      return run();
    },
  };
}

describe('servers that a list lacked, too many to be believed', () => {
  it('stay while others of them come back one by one', () => {
    const { seen } = watched();

    expect(seen(0, 1)).toBe(12);
    expect(seen(10, 1)).toBe(12);
  });

  it('go when a later list lacks so few that they would have gone at first', () => {
    const { seen } = watched();
    seen(0, 1);
    seen(10, 1);

    expect(seen(11, 2)).toBe(11);
  });

  it('stay when the later list lacks as many', () => {
    const { seen } = watched();
    seen(0, 1);

    expect(seen(3, 2)).toBe(12);
    expect(seen(11, 2)).toBe(12);
    expect(seen(11, 3)).toBe(11);
  });

  it('stay while the source fails, and are in doubt as before when the watch goes on', () => {
    const { seen, failed } = watched();
    seen(0, 1);

    expect(failed()).toBe(12);
    expect(seen(11, 1)).toBe(12);
    expect(seen(11, 2)).toBe(11);
  });

  it('stay until they are seen where readings are not told apart', () => {
    const { seen } = watched();
    seen(0, undefined);

    expect(seen(11, undefined)).toBe(12);
  });
});
