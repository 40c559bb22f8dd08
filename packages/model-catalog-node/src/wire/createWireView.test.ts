import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { z } from 'zod/v4';
import {
  Api,
  type CatalogRecord,
  Model,
  ModelCatalog,
  ModelServer,
  digestOf,
  documentUriChoices,
} from '@model-catalog/common';
import { cardOf, storedModel, storedServer } from '../store/__testUtils__';
import { createWireView, toDocuments } from './createWireView';

const BRIDGE = 'http://localhost:9090';
const VERSION = 'version/main/granite/1';
const OTHER = 'version/main/granite/2';
const SERVED = 'served/local/demo/inferenceservice/iris';

type More = Partial<CatalogRecord & { createdAt: string }>;
const model = (key: string, more: More = {}) => ({
  ...storedModel(key).record,
  ...pick(more),
});
const server = (name: string, models: string[], createdAt?: string) => ({
  ...storedServer(`server/local/demo/inferenceservice/${name}`, { models })
    .record,
  uri: `/demo/${name}/model-catalog.json`,
  createdAt,
});
const pick = ({ uri, card }: More) => ({
  ...(uri && { uri }),
  ...(card && { card }),
});

const noTexts = async () => undefined;
const documentsOf = async (...records: CatalogRecord[]) =>
  Object.fromEntries(
    [
      ...(await toDocuments(records, { bridgeUrl: BRIDGE, textOf: noTexts })),
    ].map(([uri, document]) => [
      uri,
      [document.modelServer?.name, ...document.models.map(({ name }) => name)],
    ]),
  );

describe('which documents there are', () => {
  const one = model(VERSION, { uri: '/granite/1/model-catalog.json' });
  const two = model(OTHER, { uri: '/granite/2/model-catalog.json' });
  const served = model(SERVED, { uri: '/demo/iris/model-catalog.json' });
  const old = server('old', [VERSION], '2026-01-01T00:00:00Z');
  const young = server('young', [VERSION], '2026-02-01T00:00:00Z');
  const both = server('both', [VERSION, OTHER], '2025-01-01T00:00:00Z');
  const iris = server('iris', [SERVED]);
  const alone = server('alone', ['version/not/known/yet']);

  it.each<[string, CatalogRecord[], Record<string, (string | undefined)[]>]>([
    ['nothing', [], {}],
    ['a model alone', [one], { [one.uri]: [undefined, one.name] }],
    [
      'a model and its only server, in one document',
      [one, old],
      { [one.uri]: [old.name, one.name] },
    ],
    [
      'a document of its own for each further server',
      [young, one, old],
      {
        [one.uri]: [old.name, one.name],
        [young.uri]: [young.name, one.name],
      },
    ],
    [
      'all models of a server that has several',
      [one, two, both],
      {
        [one.uri]: [both.name, one.name],
        [two.uri]: [both.name, two.name],
        [both.uri]: [both.name, one.name, two.name],
      },
    ],
    [
      'a KServe-only server with the model that it tells of, once',
      [iris, served],
      { [iris.uri]: [iris.name, served.name] },
    ],
    [
      'a KServe-only model whose server is not there',
      [served],
      { [served.uri]: [undefined, served.name] },
    ],
    [
      'a server whose models are not known',
      [alone],
      { [alone.uri]: [alone.name] },
    ],
  ])('%s', async (_name, records, expected) => {
    expect(await documentsOf(...records)).toEqual(expected);
    expect(await documentsOf(...[...records].reverse())).toEqual(expected);
  });

  it('takes the first by key of servers of one age', async () => {
    const a = server('a', [VERSION], '2026-01-01T00:00:00Z');
    const b = server('b', [VERSION], '2026-01-01T00:00:00Z');

    expect(await documentsOf(b, one, a)).toMatchObject({
      [one.uri]: [a.name, one.name],
      [b.uri]: [b.name, one.name],
    });
  });

  it('repeats a model byte for byte', async () => {
    const withCard = { ...one, card: cardOf('# Granite') };
    const documents = await toDocuments([withCard, old, young], {
      bridgeUrl: BRIDGE,
      textOf: noTexts,
    });
    const [first, second] = [...documents.values()].map(({ models }) =>
      JSON.stringify(models),
    );

    expect(documents.size).toBe(2);
    expect(second).toBe(first);
  });

  it('keeps both when two records have one path, and says so', () => {
    const twin = { ...two, uri: one.uri };
    const view = createWireView([one, twin], { bridgeUrl: BRIDGE });

    expect(view.uris).toEqual([
      one.uri,
      `/granite/1~${digestOf(OTHER).slice(0, 8)}/model-catalog.json`,
    ]);
    expect(view.issues).toEqual([expect.stringContaining(OTHER)]);
  });
});

describe('what is in a document', () => {
  const text = '{"openapi":"3.1.0"}';
  const definition = { digest: digestOf(text), origin: 'property' as const };
  const card = { key: 'main/org/granite 8b', digest: digestOf('# Granite') };
  const { record } = storedServer('server/local/demo/inferenceservice/g', {
    definition,
    card,
  });
  const view = createWireView(
    [record, { ...storedModel(VERSION).record, card }],
    { bridgeUrl: `${BRIDGE}/` },
  );
  const read = async (
    textOf: (digest: string) => Promise<string | undefined>,
  ) => view.document(record.uri, textOf);

  it('has the definition in the place of its marker', async () => {
    const found = await read(async digest =>
      digest === definition.digest ? text : undefined,
    );

    expect(found?.document.modelServer?.API?.spec).toBe(text);
    expect(found?.issues).toEqual([]);
  });

  it('says TBD and tells when the text is missing', async () => {
    const found = await read(noTexts);

    expect(found?.document.modelServer?.API?.spec).toBe('TBD');
    expect(found?.issues).toEqual([expect.stringContaining(definition.digest)]);
  });

  it('names the card where the plugins look for it', async () => {
    const url = `${BRIDGE}/modelcard?key=main%2Forg%2Fgranite%208b`;
    const found = await read(noTexts);
    const other = await view.document(storedModel(VERSION).record.uri, noTexts);

    expect(found?.document.modelServer?.annotations).toMatchObject({
      'backstage.io/techdocs-ref': `url:${url}`,
    });
    expect(other?.document.models[0]?.annotations).toEqual({
      ...storedModel(VERSION).record.model.annotations,
      TechDocs: url,
    });
  });

  it('is found however its path is percent-encoded, and nothing else is', async () => {
    const [uri = ''] = [
      ...documentUriChoices('granité 3.1', '1.0 (beta)', VERSION),
    ];
    const spaced = createWireView([model(VERSION, { uri })], {
      bridgeUrl: BRIDGE,
    });
    const encodedMore = uri
      .replaceAll('(', '%28')
      .replaceAll('.', '%2e')
      .replaceAll('%C3', '%c3');

    expect(await spaced.document(uri, noTexts)).toBeDefined();
    expect(await spaced.document(encodedMore, noTexts)).toBeDefined();
    expect(await spaced.document('/a/%/x', noTexts)).toBeUndefined();
    expect(await spaced.document('/nope/1', noTexts)).toBeUndefined();
  });

  it('looks no text up for the list', () => {
    expect(view.uris).toHaveLength(2);
  });
});

describe('the published schema', () => {
  const Strict = z.strictObject({
    models: z.array(z.strictObject(Model.shape)),
    modelServer: z
      .strictObject({
        ...ModelServer.shape,
        API: z.strictObject(Api.shape).optional(),
      })
      .optional(),
  });

  it('is what the connector before this one wrote', () => {
    const lines = readFileSync(
      join(__dirname, '__fixtures__', 'location-go-0a79a60.jsonl'),
      'utf8',
    );
    const Line = z.object({ step: z.string(), body: z.unknown() });
    const documents = lines
      .trim()
      .split('\n')
      .map(line => Line.parse(JSON.parse(line)))
      .filter(({ step, body }) => step === 'document' && body !== undefined);

    expect(documents).toHaveLength(3);
    for (const { body } of documents) {
      expect(ModelCatalog.parse(body)).toEqual(body);
      expect(Strict.parse(body)).toEqual(body);
    }
  });

  const name = fc.string({ unit: 'grapheme', maxLength: 12 });
  const world = fc.record({
    versions: fc.uniqueArray(fc.tuple(name, name), {
      maxLength: 6,
      selector: parts => parts.join('/'),
    }),
    servers: fc.uniqueArray(
      fc.record({
        name,
        serves: fc.array(fc.nat({ max: 7 }), { maxLength: 3 }),
        ownModel: fc.boolean(),
        card: fc.boolean(),
      }),
      { maxLength: 5, selector: ({ name: of }) => of },
    ),
  });

  it('holds for every document of ours; every path in the list is unique and found', async () => {
    await fc.assert(
      fc.asyncProperty(world, async ({ versions, servers }) => {
        const records: CatalogRecord[] = versions.map(([first, second]) => {
          const key = `version/main/${first}/${second}`;
          const [uri = ''] = [...documentUriChoices(first, second, key)];
          const extra = { ...storedModel(key).record.model, surplus: true };
          return { ...storedModel(key).record, uri, model: extra };
        });
        for (const { name: of, serves, ownModel, card } of servers) {
          const path = `local/demo/inferenceservice/${encodeURIComponent(of)}`;
          const models = serves.flatMap(index => records[index]?.key ?? []);
          const key = `server/${path}`;
          const [uri = ''] = [...documentUriChoices('demo', of, key)];
          if (ownModel) {
            const own = storedModel(`served/${path}`).record;
            records.push({ ...own, uri: `${uri}-model` });
            models.push(own.key);
          }
          records.push({
            ...storedServer(key, { models }).record,
            uri,
            ...(card && { card: cardOf(of) }),
          });
        }
        const view = createWireView(records, { bridgeUrl: BRIDGE });
        const seen = new Set<string | undefined>();
        for (const uri of view.uris) {
          const found = await view.document(uri, noTexts);
          expect(Strict.parse(found?.document)).toEqual(found?.document);
          seen.add(found?.document.modelServer?.name);
          for (const { name: of } of found?.document.models ?? []) {
            seen.add(of);
          }
        }
        expect(new Set(view.uris).size).toBe(view.uris.length);
        for (const record of records) {
          expect(seen).toContain(record.name);
        }
      }),
      { numRuns: 100 },
    );
  });
});
