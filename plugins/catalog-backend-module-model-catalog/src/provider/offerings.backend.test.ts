import { TestDatabases } from '@backstage/backend-test-utils';
import {
  CHANGES_PATH,
  digestOf,
  NDJSON,
  type ServedOffering,
  TEXTS_PATH,
} from '@model-catalog/common';
import { z } from 'zod/v4';
import { linesOf } from '../__testUtils__/changesLines';
import { Hub } from '../__testUtils__/Hub';
import { LocationServer } from '../__testUtils__/LocationServer';
import { anOffering } from '../__testUtils__/offerings';
import { serverRecord, snapshotOf } from '../__testUtils__/records';
import { waitFor } from '../__testUtils__/waitFor';

// Whole backends are started, and the catalog takes its time.
jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

const DEFINITION = JSON.stringify({
  openapi: '3.0.3',
  info: { title: 'Granite', version: '1' },
  servers: [{ url: 'https://gateway.example.com' }],
  paths: {},
});
const TEXT = { digest: digestOf(DEFINITION), text: DEFINITION };

const ApiEntity = z.looseObject({
  metadata: z.looseObject({ uid: z.string() }),
  spec: z.looseObject({ definition: z.string() }),
  relations: z
    .array(z.object({ type: z.string(), targetRef: z.string() }))
    .optional(),
});

const offered = (change: Partial<ServedOffering> = {}) => [
  anOffering({
    definition: { digest: TEXT.digest, origin: 'document', madeOf: 'm' },
    ...change,
  }),
];

describe('offerings in a hub with a real catalog', () => {
  let server: LocationServer;
  let hub: Hub;

  /** The records of a revision, and the text that they name. */
  function serve(revision: string, records: readonly object[]) {
    const etag = `"${revision}"`;
    const lines = linesOf(snapshotOf(revision, [...records]));
    server.answer(({ url = '', headers }) => {
      if (url.startsWith(TEXTS_PATH)) {
        const body = `${JSON.stringify(TEXT)}\n`;
        return { headers: { 'content-type': NDJSON, etag }, body };
      }
      if (!url.startsWith(CHANGES_PATH)) {
        return undefined;
      }
      if (headers['if-none-match'] === etag) {
        return { status: 304 };
      }
      const body = lines.map(line => `${JSON.stringify(line)}\n`).join('');
      return { headers: { 'content-type': NDJSON, etag }, body };
    });
  }

  beforeEach(async () => {
    server = await LocationServer.start();
    server.longPolls = true;
  });
  afterEach(async () => {
    await hub?.stop();
    await server.stop();
  });

  const start = async () => {
    const database = await databases.init('SQLITE_3');
    const entries = { models: { baseUrl: server.url } };
    hub = await new Hub({ entries, database }).start();
  };
  const shows = (expected: string[]) =>
    waitFor(async () => expect(await hub.names()).toEqual(expected));
  const apiOf = async (name: string) =>
    ApiEntity.optional().parse(
      (await hub.entities()).find(
        ({ kind, metadata }) => kind === 'API' && metadata.name === name,
      ),
    );

  it('come with the API of the gateway, its definition and relations, and go', async () => {
    serve('1', [serverRecord('s', [], { offerings: offered() })]);
    await start();
    await shows(['API:granite-gateway', 'API:s', 'Component:s']);
    const gateway = await apiOf('granite-gateway');
    expect(gateway?.spec.definition).toBe(DEFINITION);
    await waitFor(async () =>
      expect((await apiOf('granite-gateway'))?.relations).toContainEqual(
        expect.objectContaining({
          type: 'apiProvidedBy',
          targetRef: 'component:default/s',
        }),
      ),
    );
    serve('2', [serverRecord('s')]);
    await shows(['API:s', 'Component:s']);
  });

  it('are provided by each of their servers, and stay when the one that showed them goes', async () => {
    const elsewhere = offered({ isShownHere: false, definition: undefined });
    serve('1', [
      serverRecord('a', [], { offerings: offered() }),
      serverRecord('b', [], { offerings: elsewhere }),
    ]);
    await start();
    const both = ['API:a', 'API:b', 'API:granite-gateway'];
    await shows([...both, 'Component:a', 'Component:b']);
    const uid = (await apiOf('granite-gateway'))?.metadata.uid;
    await waitFor(async () =>
      expect(
        (
          await apiOf('granite-gateway')
        )?.relations
          ?.filter(({ type }) => type === 'apiProvidedBy')
          .map(({ targetRef }) => targetRef)
          .sort(),
      ).toEqual(['component:default/a', 'component:default/b']),
    );
    serve('2', [serverRecord('b', [], { offerings: offered() })]);
    await shows(['API:b', 'API:granite-gateway', 'Component:b']);
    expect((await apiOf('granite-gateway'))?.metadata.uid).toBe(uid);
    expect(hub.log.filter(line => /is left out/.test(line))).toEqual([]);
  });
});
