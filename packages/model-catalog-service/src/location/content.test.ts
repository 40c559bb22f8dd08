import {
  CatalogRecord,
  digestOf,
  type ModelRecord,
  type ServerRecord,
  Snapshot,
} from '@model-catalog/common';
import type { StoreView } from '@model-catalog/node';
import { delay } from '../run/shell';
import { createContent, type LocationContent } from './content';

const described = { owner: 'team', lifecycle: 'production', description: 'x' };
const URI = '/demo/g/model-catalog.json';

function serverWith(definition: string): ServerRecord {
  const spec = `blob:${digestOf(definition)}`;
  return {
    kind: 'server',
    key: 'server/local/demo/inferenceservice/g',
    name: 'demo-g',
    uri: URI,
    source: 'kserve',
    ownerRef: 'user:default/team',
    state: 'ready',
    models: [],
    server: {
      ...described,
      name: 'demo-g',
      API: { url: 'https://g.example.com', type: 'openapi', spec },
    },
  };
}

function modelWith(card: string): ModelRecord {
  return {
    kind: 'model',
    key: 'version/public/g/1',
    name: 'g-1',
    uri: '/g/1/model-catalog.json',
    source: 'model-registry/public',
    ownerRef: 'user:default/team',
    card: { key: 'org/g', digest: digestOf(card) },
    artifacts: [],
    model: { ...described, name: 'g-1' },
  };
}

function viewOf(revision: string, texts: { definition: string; card: string }) {
  const records = [serverWith(texts.definition), modelWith(texts.card)];
  const facets = {
    server: {
      id: 'demo/inferenceservice/g',
      cluster: 'local',
      namespace: 'demo',
      resource: 'inferenceservice' as const,
      name: 'g',
      uid: 'u',
      state: 'ready' as const,
      properties: {},
    },
  };
  const view: StoreView = {
    revision,
    synced: true,
    completedSources: ['kserve'],
    issues: [],
    records: new Map(
      records.map(record => [
        record.key,
        record.kind === 'server' ? { record, facets } : { record, facets: {} },
      ]),
    ),
  };
  return view;
}

async function recordsOf(content: LocationContent): Promise<Snapshot> {
  const pieces: string[] = [];
  for await (const piece of content.records()) {
    pieces.push(piece);
  }
  const read = Snapshot.parse(JSON.parse(pieces.join('')));
  return {
    ...read,
    records: read.records.map(one => CatalogRecord.parse(one)),
  };
}

const OLD = { definition: '{"openapi":"3.0.0"}', card: '# Old' };
const NEW = { definition: '{"openapi":"3.1.0"}', card: '# New' };

/**
 * A store that takes over its next revision, texts and all, while it is asked
 * for a text; who reads it hears of that at once, or only when it asks.
 */
function storeThatMovesOn(hears: 'at once' | 'when it asks') {
  const issues: string[] = [];
  let asked = 0;
  let view = viewOf('1', OLD);
  const content = createContent({
    store: {
      blob: async digest => {
        if (hears === 'at once') {
          view = viewOf('2', NEW);
        }
        const texts = [NEW.definition, NEW.card];
        return texts.find(text => digestOf(text) === digest);
      },
    },
    state: () => ({ view, sources: [] }),
    catchUp: async () => {
      asked += 1;
      view = viewOf('2', NEW);
    },
    bridgeUrl: 'http://localhost:9090',
    now: () => 0,
    delay,
    onIssue: issue => issues.push(issue),
  });
  return { content, issues, asked: () => asked };
}

describe.each([
  ['at once', 0],
  ['when it asks', 1],
] as const)(
  'an answer that is made while the store moves on, of which it hears %s',
  (hears, times) => {
    it('has a record as it is now when its text went with its revision', async () => {
      const { content, issues, asked } = storeThatMovesOn(hears);

      const { revision, records } = await recordsOf(content);

      // The revision with which it began: its reader asks again.
      expect(revision).toBe('1');
      expect(JSON.stringify(records)).toContain(JSON.stringify(NEW.definition));
      expect(issues).toEqual([]);
      expect(asked()).toBe(times);
    });

    it('is that of the new revision, in a document', async () => {
      const { content, issues } = storeThatMovesOn(hears);

      const document = await content.document(URI);

      expect(document?.modelServer?.API?.spec).toBe(NEW.definition);
      expect(issues).toEqual([]);
    });

    it('is that of the new revision, in a model card', async () => {
      const { content } = storeThatMovesOn(hears);

      expect((await content.card('org/g'))?.text).toBe(NEW.card);
    });
  },
);

describe('a text that the newest revision lacks', () => {
  it('is asked for and reported once, and "TBD" stands in', async () => {
    const issues: string[] = [];
    let asked = 0;
    const view = viewOf('1', OLD);
    const content = createContent({
      store: { blob: async () => undefined },
      state: () => ({ view, sources: [] }),
      catchUp: async () => {
        asked += 1;
      },
      bridgeUrl: 'http://localhost:9090',
      now: () => 0,
      delay,
      onIssue: issue => issues.push(issue),
    });

    await recordsOf(content);
    const { records } = await recordsOf(content);

    expect(JSON.stringify(records)).toContain('"spec":"TBD"');
    expect(issues).toHaveLength(1);
    expect(await content.card('org/g')).toBeUndefined();
    expect(asked).toBe(1);
  });
});
