import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import {
  CatalogRecord,
  nameChoices,
  type ModelRecord,
  type ServerRecord,
} from '@model-catalog/common';
import fc from 'fast-check';
import { draftEntities } from './drafts';
import { refsOf } from './refs';
import { withStandingRelations } from './relations';
import type { Shape, ShownUrls } from './types';
import { chooseForms, startProgress } from '../shape';
import { whyInvalid } from './validate';

/** Any text at all, and the kinds of text that records hold. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.webUrl(),
  fc.constantFrom('', 'Apache-2.0', 'TBD', 'user:default/alice', '日本語 4.0'),
);
const texts = fc.array(text, { maxLength: 3 });
const annotations = fc.dictionary(
  fc.oneof(text, fc.constantFrom('TechDocs', 'backstage.io/techdocs-ref')),
  text,
  { maxKeys: 3 },
);
const optional = <T>(value: fc.Arbitrary<T>) =>
  fc.option(value, { nil: undefined });

const described = {
  name: text,
  owner: text,
  lifecycle: text,
  description: text,
  tags: optional(texts),
  usage: optional(text),
  annotations: optional(annotations),
};

/** Few keys, so that records meet and relate. */
const key = fc.constantFrom('a', 'b', 'c', 'd');
const common = {
  uri: text,
  source: text,
  title: optional(text),
  ownerRef: text,
  previousName: optional(text),
  card: optional(fc.record({ key: text, digest: text })),
};

/** Names as the bridge makes them: valid and unique. */
const nameOf = (kind: string, id: string, wanted: string) =>
  [...nameChoices(wanted, `${kind}/${id}`)].pop() ?? '';

const model: fc.Arbitrary<ModelRecord> = fc
  .record({
    ...common,
    id: key,
    wanted: text,
    artifacts: texts,
    model: fc.record({
      ...described,
      license: optional(text),
      howToUseURL: optional(text),
      ethics: optional(text),
      artifactLocationURL: optional(text),
    }),
  })
  .map(({ id, wanted, ...rest }) => ({
    ...rest,
    kind: 'model',
    key: `model/${id}`,
    name: nameOf('model', id, wanted),
  }));

const server: fc.Arbitrary<ServerRecord> = fc
  .record({
    ...common,
    id: key,
    wanted: text,
    state: fc.constantFrom('ready' as const, 'stopped' as const),
    models: fc.array(key, { maxLength: 3 }),
    server: fc.record({
      ...described,
      authentication: optional(fc.boolean()),
      homepageURL: optional(text),
      API: optional(
        fc.record({
          url: text,
          type: fc.constantFrom('openapi' as const, 'grpc' as const),
          spec: text,
          tags: optional(texts),
          annotations: optional(annotations),
        }),
      ),
    }),
  })
  .map(({ id, wanted, models, ...rest }) => ({
    ...rest,
    kind: 'server',
    key: `server/${id}`,
    name: nameOf('server', id, wanted),
    models: models.map(served => `model/${served}`),
  }));

const records = fc.uniqueArray(fc.oneof(model, server), {
  maxLength: 6,
  selector: record => record.key,
});

const shape = fc.constantFrom<Shape>('classic', 'ai-model-server');
const urls = fc.constantFrom<ShownUrls>('all', 'external', 'none');

type Options = { shape?: Shape; urls?: ShownUrls };

/** What is sent where nothing stands yet and every kind is accepted. */
async function planned(input: CatalogRecord[], options: Options = {}) {
  const wanted = options.shape ?? 'classic';
  const { forms } = chooseForms({
    records: input,
    known: new Set(),
    progress: { ...startProgress(wanted), stage: 'accepted' },
    urls: options.urls,
  });
  const { drafts } = draftEntities(input, {
    baseUrl: 'http://localhost:9090',
    location: 'ModelCatalogResourceEntityProvider:test',
    refs: new Map(input.map(record => [record.key, refsOf(record)[0]])),
    forms,
    urls: options.urls,
  });
  const reasons = await Promise.all(
    drafts.map(({ entity }) => whyInvalid(entity)),
  );
  const valid = drafts.filter((_, index) => reasons[index] === undefined);
  const standing = new Set(valid.map(({ ref }) => ref));
  return {
    entities: valid.map(({ entity }) =>
      withStandingRelations(entity, standing),
    ),
    skipped: drafts.length - valid.length,
    reasons,
  };
}

function relationsOf({ spec }: Entity): unknown[] {
  return [spec?.dependsOn, spec?.dependencyOf, spec?.providesApis].flatMap(
    refs => refs ?? [],
  );
}

const isApi = ({ kind }: Entity) => kind === 'API';

describe('for any records, in either shape, whatever URLs are shown', () => {
  it('every entity is one that the catalog takes, and every relation resolves', async () => {
    await fc.assert(
      fc.asyncProperty(records, shape, urls, async (input, wanted, shown) => {
        const options = { shape: wanted, urls: shown };
        const { entities } = await planned(input, options);
        const refs = new Set(
          entities.map(entity => stringifyEntityRef(entity)),
        );
        expect(refs.size).toBe(entities.length);
        for (const ref of entities.flatMap(relationsOf)) {
          expect(refs).toContain(ref);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('no model and no server is left out; an API only when it has no definition', async () => {
    await fc.assert(
      fc.asyncProperty(records, shape, urls, async (input, wanted, shown) => {
        const options = { shape: wanted, urls: shown };
        const { entities, skipped } = await planned(input, options);
        const expected = input.flatMap(record =>
          record.kind === 'server' && record.server.API ? ['', ''] : [''],
        );
        expect(entities.length + skipped).toBe(expected.length);
        expect(entities.filter(one => !isApi(one))).toHaveLength(input.length);
      }),
      { numRuns: 200 },
    );
  });

  it('the order of the records changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(records, shape, async (input, wanted) => {
        const written = async (some: CatalogRecord[]) =>
          (await planned(some, { shape: wanted })).entities
            .map(entity => JSON.stringify(entity))
            .sort();
        expect(await written([...input].reverse())).toEqual(
          await written(input),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('nothing of it holds a character that a database refuses', async () => {
    await fc.assert(
      fc.asyncProperty(records, shape, async (input, wanted) => {
        const { entities } = await planned(input, { shape: wanted });
        const written = JSON.stringify(entities);
        // JSON.stringify writes both NUL and lone surrogates as escapes.
        expect(written).not.toMatch(/\\u(0000|d[89a-f])/);
      }),
      { numRuns: 200 },
    );
  });

  it('URLs that only the cluster reaches are shown by "all" alone', async () => {
    const inside = 'http://hidden-host.models.svc.cluster.local:8080/v1';
    await fc.assert(
      fc.asyncProperty(server, shape, async (input, wanted) => {
        const api = {
          url: inside,
          type: 'openapi' as const,
          spec: JSON.stringify({ servers: [{ url: inside }], x: inside }),
          annotations: { 'rhdh.modelcatalog.io/internal-service-url': inside },
        };
        const record = { ...input, server: { ...input.server, API: api } };
        for (const shown of ['external', 'none'] as const) {
          const options = { shape: wanted, urls: shown };
          const { entities } = await planned([record], options);
          expect(JSON.stringify(entities)).not.toContain('hidden-host');
        }
      }),
      { numRuns: 100 },
    );
  });
});
