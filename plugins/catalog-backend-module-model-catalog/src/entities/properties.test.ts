import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import {
  CatalogRecord,
  nameChoices,
  type ModelRecord,
  type ServerRecord,
} from '@model-catalog/common';
import fc from 'fast-check';
import { plan } from '../provider/plan';
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

const planned = (input: CatalogRecord[]) =>
  plan({
    records: input,
    known: new Map(),
    isHeld: () => false,
    removable: () => true,
    baseUrl: 'http://localhost:9090',
    location: 'ModelCatalogResourceEntityProvider:test',
  });

function relationsOf({ spec }: Entity): unknown[] {
  return [spec?.dependsOn, spec?.dependencyOf, spec?.providesApis].flatMap(
    refs => refs ?? [],
  );
}

describe('for any records', () => {
  it('every entity is one that the catalog takes, and every relation resolves', async () => {
    await fc.assert(
      fc.asyncProperty(records, async input => {
        const { added } = await planned(input);
        const entities = added.map(({ entity }) => entity);
        for (const entity of entities) {
          expect(await whyInvalid(entity)).toBeUndefined();
        }
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

  it('no model and no Component is left out; an API only when it has no definition', async () => {
    await fc.assert(
      fc.asyncProperty(records, async input => {
        const { added, skipped } = await planned(input);
        const wanted = input.flatMap(record =>
          record.kind === 'server' && record.server.API
            ? ['', record.server.API.spec]
            : [''],
        );
        expect(added.length + skipped).toBe(wanted.length);
        expect(added.filter(({ ref }) => !ref.startsWith('api:'))).toHaveLength(
          input.length,
        );
      }),
      { numRuns: 200 },
    );
  });

  it('the order of the records changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(records, async input => {
        const hashes = async (some: CatalogRecord[]) =>
          (await planned(some)).added.map(({ ref, hash }) => ref + hash).sort();
        expect(await hashes([...input].reverse())).toEqual(await hashes(input));
      }),
      { numRuns: 100 },
    );
  });

  it('nothing of it holds a character that a database refuses', async () => {
    await fc.assert(
      fc.asyncProperty(records, async input => {
        const { added } = await planned(input);
        const written = JSON.stringify(added.map(({ entity }) => entity));
        // JSON.stringify writes both NUL and lone surrogates as escapes.
        expect(written).not.toMatch(/\\u(0000|d[89a-f])/);
      }),
      { numRuns: 200 },
    );
  });
});
