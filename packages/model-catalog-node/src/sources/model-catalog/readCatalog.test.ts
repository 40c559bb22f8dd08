import { HttpError } from '../../http/errors';
import { parseElements } from '../elements';
import { confirmAbsence, NOTHING_KNOWN } from './confirmAbsence';
import { readCatalog, type CatalogReading } from './readCatalog';
import { CatalogSource, Model } from './schema';

const signal = new AbortController().signal;

function anError(status: number) {
  const url = 'http://catalog/models';
  return new HttpError(`answered ${status}`, {
    kind: 'status',
    status,
    method: 'GET',
    url,
  });
}

/** Reads a catalog whose sources answer with models or with an error. */
function read(sources: unknown[], models: Record<string, unknown[] | Error>) {
  const naming = { source: 'model-catalog', kind: 'Element' };
  return readCatalog(
    {
      sources: async () => parseElements(sources, CatalogSource, naming),
      models: async id => {
        const answer = models[id] ?? [];
        if (answer instanceof Error) {
          throw answer;
        }
        return parseElements(answer, Model, naming);
      },
    },
    'model-catalog',
    signal,
  );
}

describe('reading the catalog', () => {
  const both = [{ id: 'a' }, { id: 'b' }];

  it.each([
    ['nothing wrong', both, { a: [{ name: 'm' }] }, ['a/m'], 0, []],
    [
      'a source not understood',
      [{ id: 'a' }, { id: 5 }],
      { a: [{ name: 'm' }] },
      ['a/m'],
      1,
      [],
    ],
    [
      'a model not understood',
      both,
      { a: [{ name: 'm', tasks: 5 }] },
      [],
      1,
      ['a/m'],
    ],
    ['a nameless model', both, { a: [{}] }, [], 1, []],
    [
      'a source that is half loaded',
      [{ id: 'a', status: 'partially-available' }],
      { a: [{ name: 'm' }] },
      ['a/m'],
      1,
      [],
    ],
    [
      'one source that fails',
      both,
      { a: anError(500), b: [{ name: 'm' }] },
      ['b/m'],
      1,
      [],
    ],
    [
      'one source that is unknown',
      both,
      { a: anError(404), b: [{ name: 'm' }] },
      ['b/m'],
      1,
      [],
    ],
  ])('with %s', async (_, sources, models, ids, gaps, unreadable) => {
    const reading = await read(sources, models);
    expect(reading.models.map(({ id }) => id)).toEqual(ids);
    expect(reading.gaps).toHaveLength(gaps);
    expect([...reading.unreadable]).toEqual(unreadable);
  });

  it.each([
    ['no source can be read', { a: anError(500), b: anError(500) }],
    ['the credential is refused', { a: anError(401), b: [] }],
    ['the server is not there', { a: anError(503), b: [] }],
  ])('fails when %s', async (_, models) => {
    await expect(read(both, models)).rejects.toThrow(HttpError);
  });
});

describe('a model that is not there any more', () => {
  const model = (name: string, card?: string) => ({
    id: `a/${name}`,
    catalog: 'model-catalog',
    artifactUris: [],
    sourceId: 'a',
    name,
    tasks: [],
    cardDigest: card,
  });
  const reading = (names: string[], gaps: string[] = []): CatalogReading => ({
    models: names.map(name => model(name, `digest of ${name}`)),
    texts: new Map(names.map(name => [`digest of ${name}`, `# ${name}`])),
    unreadable: new Set(),
    issues: [],
    gaps,
  });
  const COMPLETE: string[] = [];
  const GAP = ['something was not read'];

  it.each([
    ['missing once', [COMPLETE], true],
    ['missing twice', [COMPLETE, COMPLETE], false],
    ['missing in an incomplete reading', [GAP, GAP, GAP], true],
    ['missing, then in an incomplete reading', [COMPLETE, GAP], true],
    [
      'missing twice, an incomplete reading between',
      [COMPLETE, GAP, COMPLETE],
      false,
    ],
  ])('%s', (_, gapsOfReadings, isShown) => {
    let known = confirmAbsence(NOTHING_KNOWN, reading(['x', 'y']));
    for (const gaps of gapsOfReadings) {
      known = confirmAbsence(known, reading(['x'], gaps));
    }
    expect([...known.models.keys()].includes('a/y')).toBe(isShown);
    expect(known.texts.get('digest of y')).toBe(isShown ? '# y' : undefined);
    expect(known.texts.get('digest of x')).toBe('# x');
  });

  it('and comes back must be missing twice anew', () => {
    let known = confirmAbsence(NOTHING_KNOWN, reading(['x', 'y']));
    for (const names of [['x'], ['x', 'y'], ['x']]) {
      known = confirmAbsence(known, reading(names));
    }
    expect([...known.models.keys()]).toContain('a/y');
  });
});
