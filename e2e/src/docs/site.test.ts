import { readFileSync } from 'fs';
import { join } from 'path';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod/v4';
import { DOCS, PAGES, ROOT } from './pages';

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

const siteSchema = z.object({
  site_name: z.string(),
  docs_dir: z.literal('docs').optional(),
  plugins: z.tuple([z.literal('techdocs-core')]),
  nav: z.array(z.unknown()),
});

/** The pages that a part of the navigation names. */
function pagesIn(nav: unknown): string[] {
  if (typeof nav === 'string') return [nav];
  if (Array.isArray(nav)) return nav.flatMap(pagesIn);
  return typeof nav === 'object' && nav !== null
    ? Object.values(nav).flatMap(pagesIn)
    : [];
}

describe('the site of the documentation', () => {
  const site = siteSchema.parse(parse(read('mkdocs.yml')));

  it('has each page in its navigation, once', () => {
    const named = pagesIn(site.nav);
    expect(named.filter(page => !PAGES.includes(page))).toEqual([]);
    expect(new Set(named).size).toBe(named.length);
    // The pages of that folder are reached from its first one.
    const isOptional = (page: string) => /^maas\/(?!index)/.test(page);
    expect(
      PAGES.filter(page => !named.includes(page) && !isOptional(page)),
    ).toEqual([]);
  });

  it('begins with the page that says where to go', () => {
    expect(pagesIn(site.nav)[0]).toBe('index.md');
  });

  it('is found by a hub that registers the catalog-info.yaml', () => {
    const [entity] = parseAllDocuments(read('catalog-info.yaml')).map(
      document => document.toJS(),
    );
    expect(entity).toMatchObject({
      kind: 'Component',
      metadata: { annotations: { 'backstage.io/techdocs-ref': 'dir:.' } },
    });
  });
});

/** Rows of the first table below a heading cell, as texts without the links. */
const rowsOf = (text: string) =>
  text
    .slice(text.indexOf('| key of an entry'))
    .split('\n\n')[0]
    ?.split('\n')
    .slice(2)
    .map(line =>
      line
        .replace(/\]\([^)]*\)/g, ']')
        .replace(/\s*\|\s*/g, '|')
        .trim(),
    );

it('says of the provider what its README says', () => {
  const readme = 'plugins/catalog-backend-module-model-catalog/README.md';
  const page = readFileSync(join(DOCS, 'reference/provider.md'), 'utf8');
  expect(rowsOf(read(readme))?.length).toBeGreaterThan(8);
  expect(rowsOf(page)).toEqual(rowsOf(read(readme)));
});

it('shows app-config.extra.yaml as it is, wherever a page has it', () => {
  const example: unknown = parse(read('app-config.extra.yaml'));
  const shown = PAGES.flatMap(page => [
    ...readFileSync(join(DOCS, page), 'utf8').matchAll(
      /^```yaml\n# app-config\.extra\.yaml\n([\s\S]+?)^```$/gm,
    ),
  ]).map(([, text = '']): unknown => parse(text));
  const withBaseUrl = shown.filter(one => JSON.stringify(one).includes('9090'));
  expect(withBaseUrl.length).toBeGreaterThan(2);
  for (const one of withBaseUrl) expect(one).toEqual(example);
});
