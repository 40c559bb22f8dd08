import fc from 'fast-check';
import { configMapHarness } from '../__testUtils__';
import { anyCommands } from '../__testUtils__/storeCommands';
import { type BeforeWrite, runCommands } from '../__testUtils__/storeModel';
import { SMALL, STATE, intercepted } from './__testUtils__/helpers';
import { type Cluster, startCluster } from './__testUtils__/startCluster';

jest.setTimeout(120_000);

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster();
});
afterAll(async () => {
  await cluster.stop();
});

const MAPS = [
  'bac-import-model',
  'bac-import-model-1',
  'bac-import-model-2',
  'bac-import-model-blob-0',
  'bac-import-model-lease',
  STATE,
];
const DEEDS = 3 * MAPS.length;
const RUNS = Number(process.env.STORE_SEQUENCES ?? 25);

/** A store in a namespace of its own, with faults at each write and what people do by hand. */
async function createSubject() {
  const harness = await configMapHarness(cluster.client, SMALL);
  let time = 0;
  const now = () => time;
  const valuesOf = async (name: string) =>
    (await harness.maps()).find(({ metadata }) => metadata.name === name);

  const deeds = MAPS.flatMap(name => [
    // It need not be there.
    () => cluster.deleteMap(harness.namespace, name).catch(() => {}),
    async () => {
      const map = await valuesOf(name);
      const [key] = Object.keys(map?.binaryData ?? {});
      if (map && key) {
        const binaryData = { ...map.binaryData, [key]: 'bm90aGluZw==' };
        await harness.put(name, { ...map, binaryData });
      }
    },
    async () => {
      const map = await valuesOf(name);
      if (map) {
        await harness.put(name, { data: { 'lease.json': '{' } });
      }
    },
  ]);
  return {
    deeds,
    elapse: (ms: number) => {
      time += ms;
    },
    open: (before?: BeforeWrite) => {
      let writes = 0;
      const inner = harness.open({
        now,
        client: intercepted(cluster.client, () => {
          writes += 1;
          return before?.(writes) ?? Promise.resolve();
        }),
      });
      return {
        ...inner,
        apply: (...call: Parameters<typeof inner.apply>) => {
          writes = 0;
          return inner.apply(...call);
        },
      };
    },
  };
}

it('ends as a plain model does, whatever dies, stands still or is done by hand', async () => {
  const commands = anyCommands({ size: 14, withFaults: true, deeds: DEEDS });
  await fc.assert(
    fc.asyncProperty(commands, async some => {
      expect.hasAssertions();
      await runCommands(await createSubject(), some);
    }),
    { numRuns: RUNS },
  );
});
