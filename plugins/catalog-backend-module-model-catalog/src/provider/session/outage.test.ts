import {
  modelRecord,
  serverRecord,
  snapshotOf,
} from '../../__testUtils__/records';
import { SyncHarness } from '../../__testUtils__/SyncHarness';

jest.setTimeout(30_000);

const SECOND = 1_000;
const HELD_SINCE = 'rhdh.modelcatalog.io/held-since';
const SERVED = snapshotOf('1', [modelRecord('m'), serverRecord('s', ['m'])]);
const OUT = () => ({ status: 502, body: 'no such host' });

describe('a location service that is not reached', () => {
  let harness: SyncHarness;

  beforeEach(async () => {
    harness = await SyncHarness.start();
    harness.server.serve(SERVED);
    await harness.poll();
    harness.catalog.mutations.length = 0;
  });
  afterEach(() => harness.stop());

  /** Since when each entity says that it is held. */
  const heldSince = () => [
    ...new Set(
      [...harness.catalog.entities.values()].map(
        ({ metadata }) => metadata.annotations?.[HELD_SINCE],
      ),
    ),
  ];
  /** Tries again each 20 s until that many have passed since the last answer. */
  async function failFor(seconds: number, ...all: SyncHarness[]) {
    harness.server.answer(OUT);
    const end = harness.time + seconds * SECOND;
    while (harness.time < end) {
      for (const one of [harness, ...all]) {
        one.time += 20 * SECOND;
        await expect(one.poll()).rejects.toThrow('502');
      }
    }
  }
  const generatedAt = Date.parse(SERVED.generatedAt);

  it('for less than two minutes, leaves the entities as they are', async () => {
    await failFor(100);
    expect(harness.catalog.mutations).toEqual([]);
  });

  it('for two minutes, has every entity say since when it is held', async () => {
    await failFor(140);
    expect(heldSince()).toEqual([new Date(generatedAt).toISOString()]);
    const { length } = harness.catalog.mutations;
    await failFor(600);
    expect(harness.catalog.mutations).toHaveLength(length);
  });

  it('is said to be reached again with its first answer', async () => {
    await failFor(140);
    harness.server.serve(SERVED);
    await harness.poll();
    expect(heldSince()).toEqual([undefined]);
    harness.catalog.mutations.length = 0;
    await harness.poll();
    expect(harness.catalog.mutations).toEqual([]);
  });

  it('by one process alone, is held by none: another one reaches its own', async () => {
    const other = harness.replica();
    await other.poll();
    for (let minute = 0; minute < 15; minute += 1) {
      await failFor(60);
      harness.server.serve(SERVED);
      other.time = harness.time;
      await other.poll();
    }
    expect(harness.catalog.mutations).toEqual([]);
  });

  it('by no process, is held once', async () => {
    const other = harness.replica();
    await other.poll();
    other.time = harness.time;
    await failFor(300, other);
    expect(heldSince()).toEqual([new Date(generatedAt).toISOString()]);
    expect(harness.catalog.mutations).toHaveLength(1);
  });

  it('when the process that said so has gone, is reached by the one that comes', async () => {
    await failFor(140);
    harness.restart();
    await failFor(140);
    expect(heldSince()).toEqual([new Date(generatedAt).toISOString()]);
    harness.server.serve(SERVED);
    await harness.poll();
    expect(heldSince()).toEqual([undefined]);
  });
});
