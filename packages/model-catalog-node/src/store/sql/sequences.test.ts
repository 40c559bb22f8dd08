import fc from 'fast-check';
import { anyCommands, howMany } from '../__testUtils__/storeCommands';
import { runCommands } from '../__testUtils__/storeModel';
import { sqliteHarness } from './__testUtils__/sqlite';
import { type TableName, TABLES } from './layout';

jest.setTimeout(process.env.STORE_SEQUENCES ? 3_600_000 : 120_000);

const COLUMNS = [
  ['records', { body: '{}' }],
  ['records', { digest: 'f' }],
  ['state', { status: '{', completed_sources: '{' }],
  ['state', { records: 7, texts: 7, damaged: 7 }],
  ['lease', { holder: 'somebody', renewals: 0 }],
] as const;

/** A store with what people do to its tables by hand; so much time passes that rows are always counted. */
async function createSubject() {
  const harness = await sqliteHarness();
  const { knex, table } = harness;
  let time = 0;
  const now = () => {
    time += 60_000;
    return time;
  };
  // A table may have been dropped just before.
  const deed = (task: () => PromiseLike<unknown>) => async () => {
    await Promise.resolve(task()).catch(() => undefined);
  };
  return {
    close: harness.close,
    elapse: (ms: number) => {
      time += ms;
    },
    open: () => harness.open({ now }),
    isForgotten: async () => {
      const rows = (name: TableName): Promise<unknown[]> =>
        Promise.resolve(
          knex(table(name)).where('epoch', '>', 0).select('epoch'),
        ).catch(() => []);
      return [...(await rows('lease')), ...(await rows('state'))].length === 0;
    },
    deeds: [
      ...TABLES.map(name => deed(() => knex(table(name)).delete())),
      ...TABLES.map(name => deed(() => knex.schema.dropTable(table(name)))),
      ...COLUMNS.map(([name, values]) =>
        deed(() => knex(table(name)).limit(1).update(values)),
      ),
    ],
  };
}

it('ends as a plain model does, whatever is done to its tables by hand', async () => {
  expect.hasAssertions();
  const deeds = 2 * TABLES.length + COLUMNS.length;
  await fc.assert(
    fc.asyncProperty(anyCommands({ size: 14, deeds }), async commands => {
      const subject = await createSubject();
      try {
        await runCommands(subject, commands);
      } finally {
        await subject.close();
      }
    }),
    howMany(),
  );
});
