import fc from 'fast-check';
import { anyCommands, howMany } from '../__testUtils__/storeCommands';
import { runCommands } from '../__testUtils__/storeModel';
import { type Cluster, startCluster } from './__testUtils__/startCluster';
import { createSubject, DEEDS, DELETES_STATE } from './__testUtils__/subject';

jest.setTimeout(process.env.STORE_SEQUENCES ? 3_600_000 : 120_000);

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster();
});
afterAll(async () => {
  await cluster.stop();
});

it('ends as a plain model does when a writer stands still before it takes texts away that are named again', async () => {
  expect.hasAssertions();
  const subject = await createSubject(cluster.client, cluster.deleteMap);
  const there = { key: 1, version: 0, length: 0, text: 0 };
  const gone = { key: 1, length: 0 };
  await runCommands(subject, [
    { do: 'claim', writer: 1 },
    { do: 'change', writer: 1, edits: [there] },
    // The state, the shard, the texts.
    { do: 'pause', writer: 1, edits: [gone], write: 3 },
    { do: 'claim', writer: 0 },
    { do: 'change', writer: 0, edits: [there] },
    { do: 'resume', writer: 1 },
  ]);
});

it('refuses a writer that stood still before a shard, though the state was deleted meanwhile', async () => {
  expect.hasAssertions();
  const subject = await createSubject(cluster.client, cluster.deleteMap);
  const edits = [{ key: 0, version: 0, length: 0, text: 0 }];
  const others = [{ key: 0, version: 0, length: 0, text: 1 }];
  await runCommands(subject, [
    // The text, the new shard, the state.
    { do: 'pause', writer: 0, edits, write: 3 },
    { do: 'claim', writer: 1 },
    // The text, the state, the shard.
    { do: 'pause', writer: 1, edits: others, write: 3 },
    { do: 'deed', deed: DELETES_STATE },
  ]);
});

it('ends as a plain model does, whatever dies, stands still or is done by hand', async () => {
  const commands = anyCommands({ size: 14, withFaults: true, deeds: DEEDS });
  await fc.assert(
    fc.asyncProperty(commands, async some => {
      expect.hasAssertions();
      const subject = createSubject(cluster.client, cluster.deleteMap);
      await runCommands(await subject, some);
    }),
    howMany(),
  );
});
