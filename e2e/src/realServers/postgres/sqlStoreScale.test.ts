import {
  cardOf,
  storedModel,
  storedServer,
} from '@model-catalog/node/src/store/__testUtils__/records';
import {
  change,
  textsOf,
} from '@model-catalog/node/src/store/__testUtils__/storeHarness';
import type { Store } from '@model-catalog/node';
import type { Knex } from 'knex';
import { logLine } from '../describeReal';
import { describePostgres } from './describePostgres';
import {
  type PostgresAccess,
  type RealPostgres,
  startPostgres,
} from './startPostgres';
import { storeOn } from './storeOn';

jest.setTimeout(180_000);

const COUNT = 10_000;
const numbers = Array.from({ length: COUNT }, (_, number) => number);
const TEXTS = numbers
  .slice(0, 5)
  .map(n => `openapi: 3.1.0 # ${n}\n`.repeat(2000));

const all = () => [
  ...numbers.map(n => storedModel(`version/main/model-${n}/1`)),
  ...numbers.map(n =>
    storedServer(`server/local/demo/inferenceservice/model-${n}`, {
      models: [`version/main/model-${n}/1`],
      definition: {
        digest: cardOf(TEXTS[n % 5] ?? '').digest,
        origin: 'property',
      },
    }),
  ),
];

type Sent = { statements: number; bytes: number };

/** What a store sends to the database. */
function meter(knex: Knex): () => Sent {
  let sent: Sent = { statements: 0, bytes: 0 };
  knex.on(
    'query',
    ({ sql, bindings }: { sql: string; bindings: unknown[] }) => {
      const bytes = [sql, ...(bindings ?? [])].map(one => `${one}`.length);
      sent = {
        statements: sent.statements + 1,
        bytes: sent.bytes + bytes.reduce((sum, size) => sum + size, 0),
      };
    },
  );
  return () => {
    const before = sent;
    sent = { statements: 0, bytes: 0 };
    return before;
  };
}

describePostgres()('A SQL store of 10,000 models and 10,000 servers', () => {
  let postgres: RealPostgres;
  let access: PostgresAccess;
  let writer: ReturnType<typeof storeOn>;
  let reader: ReturnType<typeof storeOn>;

  beforeAll(async () => {
    postgres = await startPostgres({ settings: { fsync: 'on' } });
    access = await postgres.createDatabase('scale');
    writer = storeOn(access);
    reader = storeOn(access);
  });
  afterAll(async () => {
    await writer?.close();
    await reader?.close();
    await postgres?.stop();
  });

  const timed = async <T>(what: string, task: () => Promise<T>) => {
    const before = performance.now();
    const done = await task();
    logLine(`${what}: ${Math.round(performance.now() - before)} ms`);
    return done;
  };
  /** The newest write, and how many rows it touched besides the state. */
  const lastWrite = async (): Promise<unknown> => {
    const [row] = await postgres.query(
      `select version::int,
         (select count(*)::int from model_catalog.records where changed = version) as records,
         (select count(*)::int from model_catalog.texts where changed = version) as texts
       from model_catalog.state`,
      'scale',
    );
    return row;
  };
  const first = (store: Store) =>
    change(store, {
      upsert: all(),
      blobs: textsOf(...TEXTS),
      completedSources: ['kserve', 'registry:main'],
    });

  it('writes a change of one record as a few rows, and reads it as one', async () => {
    await timed('first write', () => first(writer.store));
    const view = await timed('first read', () => reader.store.read());
    expect(view.records.size).toBe(2 * COUNT);
    const sentByWriter = meter(writer.knex);
    const sentByReader = meter(reader.knex);

    const key = 'version/main/model-77/1';
    await timed('change of one record', () =>
      change(writer.store, { upsert: [storedModel(key, { title: 'New' })] }),
    );
    const written = sentByWriter();
    const after = await timed('read of it', () => reader.store.read());
    const read = sentByReader();

    logLine(`sent: ${JSON.stringify({ written, read })}`);
    expect(after.records.get(key)?.record.title).toBe('New');
    // Its own look first, then begin, limits, state, records, state, commit.
    expect(written.statements).toBeLessThanOrEqual(9);
    expect(written.bytes).toBeLessThan(8000);
    expect(read.statements).toBeLessThanOrEqual(7);
    const same = [...after.records].filter(
      ([name, stored]) => view.records.get(name) === stored,
    );
    expect(same).toHaveLength(2 * COUNT - 1);
  });

  it('touches one record for a change, and nothing when nothing changes', async () => {
    await change(writer.store, { upsert: all() });
    const gone = 'version/main/model-78/1';
    await change(writer.store, { remove: [gone] });
    const before = await lastWrite();
    expect(before).toMatchObject({ records: 1, texts: 0 });

    await timed('write of the same 20,000', () =>
      change(writer.store, {
        upsert: all().filter(({ record }) => record.key !== gone),
        blobs: textsOf(...TEXTS),
      }),
    );

    expect(await lastWrite()).toEqual(before);
  });
});
