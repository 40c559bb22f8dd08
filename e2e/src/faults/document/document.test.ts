import { readFileSync, writeFileSync } from 'node:fs';
import { ACTIONS, WORLD_ACTIONS } from '../actions/actions';
import { KINDS, kindsOn } from '../kinds/kinds';
import { DOCUMENT, renderDocument } from './document';

describe('docs/reliability.md', () => {
  it('is what the kinds of faults and the last runs say', () => {
    const text = renderDocument();
    if (process.env.UPDATE_DOCS) {
      writeFileSync(DOCUMENT, text);
    }
    expect(readFileSync(DOCUMENT, 'utf8')).toBe(text);
  });

  it('names only faults that can be played', () => {
    const lacking = kindsOn('in process').filter(({ name }) => !ACTIONS[name]);
    const real = kindsOn('real processes').filter(
      ({ name }) => !WORLD_ACTIONS[name] && !name.startsWith('real-'),
    );
    expect([...lacking, ...real].map(({ name }) => name)).toEqual([]);
    expect(new Set(KINDS.map(({ name }) => name)).size).toBe(KINDS.length);
  });
});
