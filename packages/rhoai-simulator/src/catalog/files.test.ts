import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCatalogState, loadCatalogFiles } from '.';

describe('loadCatalogFiles', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'catalog-files-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const load = async (sources: string, data = 'models: [{name: org/m}]') => {
    await writeFile(join(folder, 'sources.yaml'), sources);
    await writeFile(join(folder, 'data.yaml'), data);
    const state = createCatalogState({ now: () => 1700000000000 });
    state.setContent(await loadCatalogFiles(join(folder, 'sources.yaml')));
    return state;
  };
  const source = (key: string, more = '') =>
    `${key}: [{id: s, name: S, type: yaml, properties: {yamlCatalogPath: data.yaml}${more}}]`;

  it.each(['catalogs', 'model_catalogs'])('reads the list %s', async key => {
    const state = await load(source(key));
    expect(state.models().map(row => row.model.name)).toEqual(['org/m']);
    expect(state.sources()).toMatchObject([
      { status: 'available', error: null },
    ]);
  });

  it('reads labels, also the one without a name', async () => {
    const state = await load(
      `${source(
        'catalogs',
      )}\nlabels: [{name: a, displayName: A}, {name: null}]`,
    );
    expect(state.labels()).toEqual([
      { name: 'a', displayName: 'A' },
      { name: null },
    ]);
  });

  it('keeps the good models of a file with bad ones', async () => {
    const state = await load(
      source('catalogs'),
      'models: [{name: good}, {provider: nameless}, {name: good2}]',
    );
    expect(state.models()).toHaveLength(2);
    expect(state.sources()).toMatchObject([
      {
        status: 'partially-available',
        error: expect.stringContaining('model 1'),
      },
    ]);
  });

  it.each([
    [
      'a missing file',
      'catalogs: [{id: s, name: S, properties: {yamlCatalogPath: nope.yaml}}]',
      'ENOENT',
    ],
    ['no path', 'catalogs: [{id: s, name: S, type: yaml}]', 'yamlCatalogPath'],
    ['an unknown type', 'catalogs: [{id: s, name: S, type: hf}]', 'type hf'],
  ])('marks a source with %s', async (_case, sources, error) => {
    const state = await load(sources);
    expect(state.sources()).toMatchObject([
      { status: 'error', error: expect.stringContaining(error) },
    ]);
  });

  it('does not read the data of a source that is off', async () => {
    const state = await load(source('catalogs', ', enabled: false'));
    expect(state.models()).toEqual([]);
    expect(state.sources()).toMatchObject([
      { status: 'disabled', enabled: false },
    ]);
  });
});
