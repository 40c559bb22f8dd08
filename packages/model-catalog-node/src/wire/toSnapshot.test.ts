import {
  CatalogRecord,
  Snapshot,
  type SourceStatus,
  digestOf,
} from '@model-catalog/common';
import { storedModel, storedServer } from '../store/__testUtils__';
import { createMemoryStore } from '../store/memory';
import { toSnapshot } from './toSnapshot';

const text = 'openapi: 3.1.0';
const definition = { digest: digestOf(text), origin: 'server' as const };
const sources: SourceStatus[] = [
  { id: 'kserve', state: 'complete', since: '2026-01-01T00:00:00Z' },
];

async function snapshotOf(blobs: Map<string, string>) {
  const store = createMemoryStore();
  const view = await store.apply(
    {
      upsert: [storedModel('m'), storedServer('s', { definition })],
      remove: [],
      blobs,
      completedSources: [],
    },
    (
      await store.read()
    ).revision,
  );
  const generatedAt = '2026-01-01T00:00:00Z';
  const textOf = (digest: string) => store.blob(digest);
  return {
    view,
    ...(await toSnapshot({ view, sources, generatedAt, textOf })),
  };
}

it('holds every record, without facets, with its definition filled in', async () => {
  const blobs = new Map([[definition.digest, text]]);
  const { view, snapshot, issues } = await snapshotOf(blobs);

  const read = Snapshot.parse(JSON.parse(JSON.stringify(snapshot)));
  const server = storedServer('s', { definition }).record;
  expect(read).toMatchObject({
    schemaVersion: 1,
    revision: view.revision,
    sources,
  });
  expect(read.records.map(record => CatalogRecord.parse(record))).toEqual([
    storedModel('m').record,
    {
      ...server,
      server: { ...server.server, API: { ...server.server.API, spec: text } },
    },
  ]);
  expect(issues).toEqual([]);
});

it('tells which definitions are missing', async () => {
  const { issues } = await snapshotOf(new Map());

  expect(issues).toEqual([expect.stringContaining(definition.digest)]);
});
