import fc from 'fast-check';
import { CatalogRecord, ChangesLine } from '@model-catalog/common';
import type { StoredRecord } from '@model-catalog/node';
import { type ChangesInput, changesText } from './changesText';
import { createHistory, type History, type HistoryLimits } from './history';
import { type LocationView, packView } from './records';
import { modelNamed, serverNamed, statusOf } from './__testUtils__/views';

/** What a client has: the records as it reads them, and the revision of its last answer. */
type Client = { revision?: string; records: Map<string, CatalogRecord> };

const NEW: Client = { records: new Map() };
const CLIENTS = [NEW, NEW, NEW];

type World = Readonly<Record<string, string>>;

const NAMES = ['a', 'b', 'c', 'd', 'e'];
const KSERVE_NAMES = new Set(['d', 'e']);

/** Equal worlds have equal revisions, as in a store that makes them of what it holds. */
function viewOfWorld(world: World): LocationView {
  const stored = Object.entries(world).map(
    ([name, text]): StoredRecord =>
      KSERVE_NAMES.has(name) ? serverNamed(name, text) : modelNamed(name, text),
  );
  const records = new Map(stored.map(one => [one.record.key, one]));
  return {
    revision: JSON.stringify(world),
    synced: true,
    completedSources: [],
    records,
  };
}

/** Applies the lines of an answer, all or nothing. */
function take(client: Client, pieces: Iterable<string>): Client {
  const lines = [...pieces].map(one => ChangesLine.parse(JSON.parse(one)));
  const [begin, ...others] = lines;
  if (begin?.type !== 'begin' || others.at(-1)?.type !== 'end') {
    throw new Error('cut off');
  }
  const isDelta = begin.since !== undefined;
  if (isDelta && begin.since !== client.revision) {
    throw new Error(`changes since ${begin.since}, not ${client.revision}`);
  }
  const records = new Map(isDelta ? client.records : []);
  for (const line of others) {
    if (line.type === 'record') {
      const record = CatalogRecord.parse(line.record);
      records.set(record.key, record);
    } else if (line.type === 'removed') {
      records.delete(line.key);
    }
  }
  if (others.length !== begin.count + 1) {
    throw new Error('wrong count');
  }
  return { revision: begin.revision, records };
}

const world = fc.dictionary(
  fc.constantFrom(...NAMES),
  fc.constantFrom('x', 'y'),
  { noNullPrototype: true },
);
const step = fc.record({
  world,
  /** Whether views are packed, as where only the store is read. */
  packed: fc.boolean(),
  restart: fc.constantFrom('service', 'clients', 'none', 'none', 'none'),
  /** Which of three clients ask now. */
  asks: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
  failing: fc.boolean(),
  /** Of those that are gone, whether they were removed by decision. */
  decided: fc.boolean(),
});
const limits: fc.Arbitrary<HistoryLimits> = fc.record({
  revisions: fc.integer({ min: 0, max: 5 }),
  bytes: fc.constantFrom(100, 300, 1_000_000),
});

type Step = {
  world: World;
  packed: boolean;
  restart: string;
  asks: readonly boolean[];
  failing: boolean;
  decided: boolean;
};

/** What those clients have that asked, and what one has that asks for everything. */
type Outcome = { current: readonly Client[]; full: Client };

/** A service and its clients, going from view to view. */
class Play {
  private history: History;
  private before: LocationView | undefined;
  private clients: readonly Client[] = CLIENTS;

  constructor(private readonly bounds: HistoryLimits) {
    this.history = createHistory(bounds);
  }

  go({ world: next, packed, restart, asks, failing, decided }: Step): Outcome {
    if (restart === 'service') {
      this.history = createHistory(this.bounds);
      this.before = undefined;
    } else if (restart === 'clients') {
      this.clients = CLIENTS;
    }
    const stored = viewOfWorld(next);
    const view = packed ? packView(stored, this.before) : stored;
    const gone = [...(this.before?.records.keys() ?? [])].filter(
      key => !view.records.has(key),
    );
    const shown = {
      view,
      removed: decided ? gone : [],
      sources: [
        statusOf('kserve', failing ? 'failed' : 'complete'),
        statusOf('model-registry/main', 'complete'),
      ],
      generatedAt: 'now',
    };
    this.history.note(view, shown);
    this.before = view;
    this.clients = this.clients.map((client, index) =>
      asks[index] ? this.ask(client, shown) : client,
    );
    const current = this.clients.filter((_client, index) => asks[index]);
    return { current, full: take(NEW, changesText(shown)) };
  }

  private ask(client: Client, shown: Omit<ChangesInput, 'change'>): Client {
    const { revision: since } = client;
    const difference =
      since === undefined ? undefined : this.history.since(since);
    const change =
      since !== undefined && difference ? { since, difference } : undefined;
    return take(client, changesText({ ...shown, change }));
  }
}

it('answers that are applied one after another give what a full answer gives', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), limits, (steps, bounds) => {
      const play = new Play(bounds);
      for (const one of steps) {
        const { current, full } = play.go(one);
        expect(current).toEqual(current.map(() => full));
      }
    }),
    { numRuns: 500 },
  );
});
