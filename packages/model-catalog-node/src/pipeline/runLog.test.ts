import type { SourceEvent } from '../sources/types';
import type { PlannedRun } from './planRun';
import { RunLog } from './runLog';
import type { RunSummary } from './types';

const planned: PlannedRun = {
  awaited: [],
  soughtInVain: new Set(),
  standing: {
    known: {
      servers: [],
      registries: new Map(),
      catalogs: new Map(),
      offerings: new Map(),
      apis: [],
    },
    held: [],
    refused: {},
    doubted: {},
    unsettledRegistries: new Set(),
  },
  difference: { added: [], updated: [], removed: [], unchanged: 0 },
  changes: { upsert: [], remove: [], blobs: new Map(), completedSources: [] },
  issues: [],
  leftOut: { servers: 0, versions: 0 },
};
const summaryOf = (refused: RunSummary['refused']): RunSummary => ({
  at: 0,
  durationMs: 0,
  added: 0,
  updated: 0,
  removed: 0,
  unchanged: 0,
  held: {},
  refused,
  issues: [],
});

it('tells a refusal once, and again when it is another', () => {
  const events: SourceEvent[] = [];
  const runLog = new RunLog(event => events.push(event));
  for (const ids of [['a', 'b'], ['a', 'b'], ['a', 'b', 'c'], [], ['a', 'b']]) {
    runLog.write(planned, summaryOf(ids.length > 0 ? { kserve: ids } : {}));
  }

  const counts = events
    .filter(({ level }) => level === 'error')
    .map(({ details }) => details?.count);
  expect(counts).toEqual([2, 3, 2]);
});

it('tells twenty issues of a field one by one, and how many more there are', () => {
  const events: SourceEvent[] = [];
  const runLog = new RunLog(event => events.push(event));
  const issues = Array.from({ length: 1000 }, (_, index) => ({
    source: 'kserve',
    object: `InferenceService demo/${index}`,
    field: 'status',
    reason: 'is odd',
  }));
  const other = { source: 'kserve', object: 'x', field: 'other', reason: 'y' };
  const summary = { ...summaryOf({}), issues: [...issues, other] };
  runLog.write(planned, summary);
  runLog.write(planned, summary);

  const told = events.filter(({ level }) => level === 'warn');
  expect(told).toHaveLength(22);
  expect(told).toContainEqual(
    expect.objectContaining({ details: { field: 'status', more: 980 } }),
  );
  expect(told).toContainEqual(
    expect.objectContaining({
      details: { object: 'x', field: 'other', reason: 'y' },
    }),
  );
});
