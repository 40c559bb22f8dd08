import fc from 'fast-check';
import { delay } from '../http';
import {
  Labelled,
  startTestCluster,
  TestCluster,
  until,
} from './__testUtils__/testCluster';
import { createReflector } from './reflector';

type Step =
  | { do: 'set'; name: string; value: string }
  | { do: 'remove'; name: string }
  | { do: 'drop'; how: 'end' | 'destroy' }
  | { do: 'compact' }
  | { do: 'fault'; mode: '503' | '401' | 'drop' | 'html'; times: number }
  | { do: 'pause'; ms: number };

const names = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('set' as const),
      name: names,
      value: fc.constantFrom('1', '2', '3'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('remove' as const), name: names }),
  },
  fc.record({
    do: fc.constant('drop' as const),
    how: fc.constantFrom('end' as const, 'destroy' as const),
  }),
  fc.record({ do: fc.constant('compact' as const) }),
  fc.record({
    do: fc.constant('fault' as const),
    mode: fc.constantFrom(
      '503' as const,
      '401' as const,
      'drop' as const,
      'html' as const,
    ),
    times: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({
    do: fc.constant('pause' as const),
    ms: fc.integer({ min: 1, max: 20 }),
  }),
);

/** Does one step; `world` is what the cluster then holds. */
async function play(
  cluster: TestCluster,
  world: Map<string, string>,
  one: Step,
): Promise<void> {
  switch (one.do) {
    case 'set': {
      const labels = { value: one.value };
      await (world.has(one.name)
        ? cluster.patch(one.name, { metadata: { labels } })
        : cluster.create(one.name, { labels }));
      world.set(one.name, one.value);
      return;
    }
    case 'remove':
      if (world.delete(one.name)) {
        await cluster.remove(one.name);
      }
      return;
    case 'drop':
      cluster.kubernetes.dropWatches(one.how);
      return;
    case 'compact':
      cluster.kubernetes.compact();
      return;
    case 'fault':
      // Only what the reflector reads breaks, not what the test writes.
      cluster.faults.set({ mode: one.mode, times: one.times, method: 'GET' });
      return;
    default:
      await delay(one.ms);
  }
}

describe('a reflector in any weather', () => {
  it('ends up with what the cluster holds, and never says that it failed on the way', async () => {
    const cluster = await startTestCluster();
    const client = cluster.clientOf(cluster.kubernetes.token);
    const world = new Map<string, string>();
    const states = new Set<string>();
    const controller = new AbortController();
    const reflector = createReflector<string | undefined>({
      client,
      path: '/apis/serving.kserve.io/v1beta1/inferenceservices',
      parse: raw => Labelled.safeParse(raw).data?.metadata.labels?.value,
      now: Date.now,
      delay,
      onChange: () => states.add(reflector.state().state),
      settings: {
        shortWatchMs: 0,
        backoff: { minMs: 2, maxMs: 10, resetAfterMs: 1_000 },
      },
    });
    const running = reflector.run(controller.signal);
    await until(() => states.has('fresh'));
    const held = () =>
      JSON.stringify(
        [...reflector.objects()]
          .map(([name, value]) => [name.replace('default/', ''), value])
          .sort(),
      );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async steps => {
        for (const one of steps) {
          await play(cluster, world, one);
        }
        cluster.faults.heal();
        const expected = JSON.stringify([...world].sort());
        await until(
          () => held() === expected,
          () => `${expected}, last held ${held()}`,
        );
        for (const name of reflector.removed()) {
          expect(reflector.objects().has(name)).toBe(false);
        }
      }),
      { numRuns: 25 },
    );
    expect([...states]).toEqual(['fresh']);
    controller.abort();
    await running;
    await client.close();
    await cluster.stop();
  }, 30_000);
});
