import fc from 'fast-check';
import { aServer, aVersion } from '../../__testUtils__/builders';
import { keyOf, type StoredRecord } from '../../records/stored';
import type { InferenceServer, RegistryVersion } from '../../sources/objects';
import { createMemory } from './memory';
import { normalise } from '../normalise';
import type { NormaliseInput, NormaliseOptions } from '../types';

const OPTIONS: NormaliseOptions = {
  cluster: 'local',
  defaultOwner: 'rhdh-rhoai-bridge',
  defaultLifecycle: 'development',
};

/** What names are made of: all but the last become the same name. */
const NAMES = [
  ['granite', '3-1-a'],
  ['granite-3', '1-a'],
  ['granite-3-1', 'a'],
  ['mistral', '7b'],
] as const;
const name = fc.constantFrom(...NAMES);
const place = fc.integer({ min: 0, max: 4 });
const createdAt = fc.constantFrom(
  '2026-01-01T00:00:00Z',
  '2026-02-01T00:00:00Z',
);

/** One change of what there is, or of what is stored. */
const step = fc.oneof(
  fc.record({
    kind: fc.constant('server' as const),
    place,
    name,
    createdAt,
    link: fc.option(place, { nil: undefined }),
  }),
  fc.record({ kind: fc.constant('version' as const), place, name, createdAt }),
  fc.record({ kind: fc.constant('no server' as const), place }),
  fc.record({ kind: fc.constant('no version' as const), place }),
  fc.record({ kind: fc.constant('left out' as const), place }),
  fc.record({ kind: fc.constant('taken' as const), place }),
  fc.record({ kind: fc.constant('stored' as const) }),
  fc.record({ kind: fc.constant('lost' as const), place }),
  fc.record({ kind: fc.constant('unsettled' as const), isIt: fc.boolean() }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const idOf = (at: number) => `public/${at}/1`;

/** What the sources say, and what is stored; objects stay the same until they change. */
class World {
  private readonly servers = new Map<number, InferenceServer>();
  private readonly versions = new Map<number, RegistryVersion>();
  private readonly leftOut = new Set<string>();
  private unsettled = new Set<string>();
  private stored = new Map<string, StoredRecord>();

  input(): NormaliseInput {
    return {
      servers: [...this.servers.values()],
      registryObjects: [...this.versions.values()],
      catalogModels: [],
      apis: [],
      unsettledRegistries: this.unsettled,
      leftOut: new Set(this.leftOut),
      stored: this.stored,
      texts: { text: () => undefined },
    };
  }

  take(change: Step, records: readonly StoredRecord[]): void {
    switch (change.kind) {
      case 'server':
        this.servers.set(change.place, serverOf(change));
        break;
      case 'version':
        this.versions.set(change.place, versionOf(change));
        break;
      case 'no server':
        this.servers.delete(change.place);
        break;
      case 'no version':
        this.versions.delete(change.place);
        break;
      case 'left out':
        this.leftOut.add(idOf(change.place));
        break;
      case 'taken':
        this.leftOut.delete(idOf(change.place));
        break;
      case 'stored':
        this.stored = new Map(records.map(one => [keyOf(one), one]));
        break;
      case 'lost': {
        const keys = [...this.stored.keys()];
        this.stored = new Map(this.stored);
        this.stored.delete(keys[change.place] ?? '');
        break;
      }
      default:
        this.unsettled = new Set(change.isIt ? ['public'] : []);
    }
  }
}

function serverOf(change: Extract<Step, { kind: 'server' }>) {
  const { place: at, link } = change;
  return aServer({
    namespace: change.name[0],
    name: change.name[1],
    uid: `uid-${at}`,
    createdAt: change.createdAt,
    link:
      link === undefined
        ? undefined
        : { registry: 'public', modelId: `${link}`, versionId: '1' },
  });
}

function versionOf(change: Extract<Step, { kind: 'version' }>) {
  return aVersion({
    modelId: `${change.place}`,
    versionId: '1',
    modelName: change.name[0],
    versionName: change.name[1],
    createdAt: change.createdAt,
  });
}

it('gives with what it remembers what it gives without, as things come, change, go and are stored', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 2, maxLength: 25 }), steps => {
      const world = new World();
      const memory = createMemory();
      for (const change of steps) {
        const input = world.input();
        const remembered = normalise(input, OPTIONS, memory);
        const { texts, ...plain } = input;
        const anew = normalise({ ...structuredClone(plain), texts }, OPTIONS);
        expect(remembered).toEqual(anew);
        world.take(change, remembered.records);
      }
    }),
    { numRuns: 300 },
  );
});
