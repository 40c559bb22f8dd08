import {
  digestOf,
  type SourceState,
  type SourceStatus,
} from '@model-catalog/common';
import { anOffering } from '../../__testUtils__/offerings';
import {
  modelRecord,
  serverRecord,
  snapshotOf,
} from '../../__testUtils__/records';
import { SyncHarness } from '../../__testUtils__/SyncHarness';
import { changedSources, nextHeld } from '../plan/heldSince';

const MINUTE = 60_000;
const HELD_SINCE = 'rhdh.modelcatalog.io/held-since';
const START = Date.parse('2026-11-21T00:00:00Z');
const at = (minutes: number) =>
  new Date(START + minutes * MINUTE).toISOString();

describe('which sources are held', () => {
  const source = (
    state: SourceStatus['state'],
    sinceMinutes: number,
  ): SourceStatus => ({ id: 'registry', state, since: at(sinceMinutes) });

  it.each<[string, { [id: string]: string }, SourceStatus, object]>([
    ['failed for a minute', {}, source('failed', 9), {}],
    ['failed for two', {}, source('failed', 8), { registry: at(8) }],
    ['partial for long', {}, source('partial', 0), { registry: at(0) }],
    [
      'held, and partial now',
      { registry: at(0) },
      source('partial', 9.9),
      { registry: at(0) },
    ],
    ['held, and complete', { registry: at(0) }, source('complete', 9.9), {}],
    ['held, and retired', { registry: at(0) }, source('unavailable', 9), {}],
    [
      'without a readable time',
      {},
      { ...source('failed', 0), since: 'yesterday' },
      {},
    ],
  ])('of a source that is %s', (_, held, status, expected) => {
    expect(
      nextHeld({
        held,
        sources: [status],
        now: START + 10 * MINUTE,
        afterMs: 2 * MINUTE,
      }),
    ).toEqual(expected);
  });

  it('of a source that is not told any more', () => {
    expect(
      nextHeld({ held: { gone: at(0) }, sources: [], now: START, afterMs: 0 }),
    ).toEqual({});
  });

  it('names those that differ', () => {
    expect([
      ...changedSources({ a: '1', b: '1', c: '1' }, { a: '1', b: '2', d: '1' }),
    ]).toEqual(['b', 'c', 'd']);
  });
});

describe('entities of a source that cannot be read', () => {
  let harness: SyncHarness;
  const records = [modelRecord('m'), serverRecord('s', ['m'])];

  beforeEach(async () => {
    harness = await SyncHarness.start();
    harness.server.serve(snapshotOf('1', records));
    await harness.poll();
    harness.catalog.mutations.length = 0;
  });

  afterEach(() => harness.stop());

  /** The service tells the states at a minute; some fail since another. */
  async function tell(minute: number, failedSince?: number) {
    harness.time = minute * MINUTE;
    const world = snapshotOf('1', records);
    const sources = world.sources.map(status =>
      status.id === 'registry' && failedSince !== undefined
        ? { ...status, state: 'failed', since: at(failedSince) }
        : status,
    );
    // The records are those of the same revision; what is told of the sources is new.
    harness.server.serve(
      { ...world, generatedAt: at(minute), sources },
      `1, told at ${minute}`,
    );
    await harness.poll();
  }
  it('the API of a gateway as well, which says that the API management cannot be read', async () => {
    const offered = serverRecord('s', ['m'], {
      offerings: [
        anOffering({
          definition: {
            ...{ digest: digestOf('{}'), origin: 'document', madeOf: 'm' },
          },
        }),
      ],
    });
    const tellOf = async (minute: number, state: SourceState) => {
      harness.time = minute * MINUTE;
      const world = snapshotOf('2', [modelRecord('m'), offered]);
      const threescale = { id: 'threescale', state, since: at(20) };
      const sources = [...world.sources, threescale];
      harness.server.serve(
        { ...world, generatedAt: at(minute), sources },
        `2, told at ${minute}`,
        [{ digest: digestOf('{}'), text: '{}' }],
      );
      await harness.poll();
    };
    await tellOf(20, 'complete');
    harness.catalog.mutations.length = 0;
    await tellOf(23, 'failed');
    expect(heldSince('api:default/granite-gateway')).toBe(at(20));
    expect(heldSince('api:default/s')).toBeUndefined();
    expect(heldSince('component:default/s')).toBeUndefined();
    await tellOf(24, 'complete');
    expect(heldSince('api:default/granite-gateway')).toBeUndefined();
    expect(harness.sizes()).toEqual([
      [1, 0],
      [1, 0],
    ]);
  });

  const heldSince = (ref: string) =>
    harness.catalog.get(ref).metadata.annotations?.[HELD_SINCE];

  it('say so after two minutes, and no more once it is complete', async () => {
    await tell(10, 10);
    harness.time = 11.9 * MINUTE;
    await harness.poll();
    expect(harness.sizes()).toEqual([]);
    harness.time = 12 * MINUTE;
    await harness.poll();
    expect(heldSince('resource:default/m')).toBe(at(10));
    expect(heldSince('component:default/s')).toBeUndefined();
    await harness.poll();
    await tell(15);
    expect(heldSince('resource:default/m')).toBeUndefined();
    expect(harness.sizes()).toEqual([
      [1, 0],
      [1, 0],
    ]);
  });

  it('are not changed by a source that fails and recovers faster than that', async () => {
    for (let minute = 10; minute < 30; minute += 2) {
      await tell(minute, minute);
      await tell(minute + 1);
    }
    expect(harness.sizes()).toEqual([]);
  });

  it('say the same after a restart, and as every replica does', async () => {
    await tell(10, 5);
    expect(heldSince('resource:default/m')).toBe(at(5));
    harness.restart();
    await harness.poll();
    await harness.replica().poll();
    await tell(12, 11);
    expect(heldSince('resource:default/m')).toBe(at(5));
    expect(harness.sizes()).toEqual([[1, 0]]);
  });
});
