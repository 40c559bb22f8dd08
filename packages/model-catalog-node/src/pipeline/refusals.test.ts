import { aVersion } from '../__testUtils__/builders';
import { fakeSource } from '../__testUtils__/fakeSource';
import { delay } from '../http';
import { DEFAULT_REMOVAL_POLICY } from '../plan/policy';
import { eventually } from '../sources/__testUtils__/watchSource';
import type { RegistryObject } from '../sources/objects';
import type { SourceEvent } from '../sources/types';
import { createMemoryStore } from '../store/memory';
import { Pipeline } from './pipeline';
import type { RunSummary } from './types';

it('counts a record that the store refuses as no change, in no run', async () => {
  const source = fakeSource<RegistryObject>('model-registry/public', 'never');
  const versionDescription = 'long '.repeat(1000);
  source.complete([
    aVersion({ versionDescription }),
    aVersion({ versionId: '3', versionName: '2.0' }),
  ]);
  const events: SourceEvent[] = [];
  const runs: RunSummary[] = [];
  const pipeline = new Pipeline(
    () => ({
      servers: [],
      registries: [{ name: 'public', source }],
      catalogs: [],
    }),
    createMemoryStore({ maxBytes: 4000 }),
    {
      now: () => 0,
      delay: (_ms, signal) => delay(1, signal),
      log: event => events.push(event),
      normalise: {
        cluster: 'local',
        defaultOwner: 'team',
        defaultLifecycle: 'development',
      },
      removals: DEFAULT_REMOVAL_POLICY,
      onRun: run => runs.push(run),
    },
  );
  const stop = new AbortController();
  const running = pipeline.run(stop.signal);
  await eventually(() => runs.length === 1);
  pipeline.wake();
  await eventually(() => runs.length === 2);
  stop.abort();
  await running;

  const issues = [
    { source: 'store', object: 'version/public/granite-3.1-8b/1.0' },
  ];
  expect(runs).toMatchObject([
    { added: 1, updated: 0, issues },
    { added: 0, updated: 0, issues },
  ]);
  const stored = events.filter(({ message }) => message === 'Changes stored');
  expect(stored).toHaveLength(1);
});
