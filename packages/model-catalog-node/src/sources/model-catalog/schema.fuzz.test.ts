import fc from 'fast-check';
import { parseElements } from '../elements';
import { Page } from '../paging';
import { pathOfName } from './client';
import { Artifact, ArtifactPage, CatalogSource, Model } from './schema';

const KEYS = [
  'id',
  'name',
  'enabled',
  'status',
  'error',
  'description',
  'readme',
  'provider',
  'license',
  'licenseLink',
  'tasks',
  'language',
  'lastUpdateTimeSinceEpoch',
  'artifactType',
  'uri',
  'items',
  'nextPageToken',
  '__proto__',
  'constructor',
  'toString',
];
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('x'.repeat(100_000), '\0', '\ud800', null, [], {}, -1e308),
);
const row = fc.oneof(
  fc.dictionary(fc.constantFrom(...KEYS), value),
  fc.jsonValue({ maxDepth: 4 }),
);

describe('anything that a catalog may answer', () => {
  it.each([
    ['CatalogSource', CatalogSource],
    ['CatalogModel', Model],
    ['CatalogArtifact', Artifact],
  ] as const)('is a %s or is named', (kind, schema) => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 5 }), rows => {
        const naming = { source: 'model-catalog', kind };
        const { good, bad } = parseElements<unknown>(rows, schema, naming);
        expect(good.length + bad.length).toBe(rows.length);
        for (const { issue } of bad) {
          expect(issue.source).toBe('model-catalog');
          expect(issue.object).toContain(kind);
          expect(issue.reason.length).toBeLessThan(1_000);
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['a list', Page],
    ['a list of artifacts', ArtifactPage],
  ])('is %s or none', (_, schema) => {
    fc.assert(
      fc.property(row, answer => {
        const { data } = schema.safeParse(answer);
        expect(data === undefined || Array.isArray(data.items)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('leaves no prototype behind', () => {
    const written = JSON.parse('{"name":"a","__proto__":{"license":"mit"}}');
    expect(Model.parse(written).license).toBeUndefined();
    expect(Object.hasOwn(Object.prototype, 'license')).toBe(false);
  });

  it('that is deep is no model, and no crash', () => {
    const deep = JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`);
    expect(Model.safeParse({ name: 'a', tasks: deep }).success).toBe(false);
  });

  it('never leads a request for a model elsewhere', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), name => {
        const path = pathOfName(name.replace(/\p{Cs}/gu, '')) ?? 'none';
        const base = 'http://c/sources/s/models/';
        const { href } = new URL(`${base}${path}/artifacts`);
        expect(href.startsWith(base)).toBe(true);
        expect(href.endsWith('/artifacts')).toBe(true);
      }),
    );
    expect(pathOfName('../../secrets')).toBeUndefined();
    expect(pathOfName('a//b')).toBeUndefined();
  });
});
