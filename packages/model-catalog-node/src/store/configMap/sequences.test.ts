import fc from 'fast-check';
import { anyCommands } from '../__testUtils__/storeCommands';
import { runCommands } from '../__testUtils__/storeModel';
import { type Cluster, startCluster } from './__testUtils__/startCluster';
import { createSubject, DEEDS } from './__testUtils__/subject';

jest.setTimeout(120_000);

const RUNS = Number(process.env.STORE_SEQUENCES ?? 25);

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster();
});
afterAll(async () => {
  await cluster.stop();
});

it('ends as a plain model does, whatever dies, stands still or is done by hand', async () => {
  const commands = anyCommands({ size: 14, withFaults: true, deeds: DEEDS });
  await fc.assert(
    fc.asyncProperty(commands, async some => {
      expect.hasAssertions();
      const subject = createSubject(cluster.client, cluster.deleteMap);
      await runCommands(await subject, some);
    }),
    { numRuns: RUNS },
  );
});
