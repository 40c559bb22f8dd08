import { neededComponents } from './components';

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

describe('the components that paths need', () => {
  const paths = { '/x': { get: { responses: { 200: ref('A') } } } };

  it('are those that they name, and what these name', () => {
    const schemas = { A: { allOf: [ref('B')] }, B: {}, C: ref('A') };
    expect(neededComponents(paths, { schemas })).toEqual({
      schemas: { A: schemas.A, B: {} },
    });
  });

  it('may name others as often as a definition has room for', () => {
    const A = { allOf: Array.from({ length: 200_000 }, () => ref('B')) };
    const needed = neededComponents(paths, { schemas: { A, B: {} } });
    expect(Object.keys(needed.schemas ?? {})).toEqual(['A', 'B']);
  });
});
