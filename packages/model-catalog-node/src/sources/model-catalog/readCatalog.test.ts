import { HttpError } from '../../http/errors';
import { parseElements } from '../elements';
import { createArtifactReader } from './artifacts';
import { createCardCleaner } from './cards';
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
  const client = {
    sources: async () => parseElements(sources, CatalogSource, naming),
    models: async (id: string) => {
      const answer = models[id] ?? [];
      if (answer instanceof Error) {
        throw answer;
      }
      return parseElements(answer, Model, naming);
    },
    artifacts: async () => [],
  };
  const clock = { now: Date.now, pollIntervalMs: 1000 };
  return readCatalog(
    {
      client,
      id: 'model-catalog',
      catalog: 'model-catalog',
      artifacts: createArtifactReader({ client, ...clock }),
      cards: createCardCleaner(),
      before: () => undefined,
      textBefore: () => undefined,
      hasPast: false,
    },
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
  const GAP = ['something was not read'];

  const SETTLE = 60;
  /** Readings with the time of each; only those named have the model. */
  const after = (readings: [number, string[], string[]?][]) => {
    let known = confirmAbsence(NOTHING_KNOWN, reading(['x', 'y']), {
      now: 0,
      settleMs: SETTLE,
    });
    for (const [now, names, gaps] of readings) {
      const times = { now, settleMs: SETTLE };
      known = confirmAbsence(known, reading(names, gaps), times);
    }
    return known;
  };
  const GONE = ['x'];

  it.each<[string, [number, string[], string[]?][], boolean]>([
    ['missing once', [[10, GONE]], true],
    [
      'missing twice within a minute',
      [
        [10, GONE],
        [69, GONE],
      ],
      true,
    ],
    [
      'missing often within a minute',
      [
        [1, GONE],
        [20, GONE],
        [40, GONE],
        [60, GONE],
      ],
      true,
    ],
    [
      'missing for a minute',
      [
        [10, GONE],
        [20, GONE],
        [70, GONE],
      ],
      false,
    ],
    [
      'missing twice a minute apart',
      [
        [10, GONE],
        [70, GONE],
      ],
      false,
    ],
    [
      'missing in incomplete readings',
      [
        [1, GONE, GAP],
        [100, GONE, GAP],
        [200, GONE, GAP],
      ],
      true,
    ],
    [
      'missing, then in an incomplete reading',
      [
        [1, GONE],
        [100, GONE, GAP],
      ],
      true,
    ],
    [
      'missing twice, an incomplete reading between',
      [
        [1, GONE],
        [50, GONE, GAP],
        [61, GONE],
      ],
      false,
    ],
    [
      'missing, back, and missing anew',
      [
        [1, GONE],
        [50, ['x', 'y']],
        [70, GONE],
      ],
      true,
    ],
  ])('%s', (_, readings, isShown) => {
    const known = after(readings);
    expect([...known.models.keys()].includes('a/y')).toBe(isShown);
    expect(known.texts.get('digest of y')).toBe(isShown ? '# y' : undefined);
    expect(known.texts.get('digest of x')).toBe('# x');
  });
});
