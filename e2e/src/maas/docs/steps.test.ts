import { logLine } from '../../realServers/describeReal';
import {
  isThere,
  PAGES,
  pathsIn,
  pathsOfCommands,
  rows,
  stepsOfReadme,
} from './pages';

describe.each(PAGES)('%s', page => {
  it('names only what is there', () => {
    const named = [...pathsIn(page), ...pathsOfCommands(page)];
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter(path => !isThere(path))).toEqual([]);
  });
});

describe('the steps of models-aas', () => {
  const readme = stepsOfReadme();
  if (!readme) {
    logLine(
      'The README of models-aas is not at hand (../shared/seeds): that docs/maas/steps.md has all its steps is not looked at.',
    );
  }
  const plain = (text: string) => text.replace(/\s+/g, ' ').toLowerCase();
  const quotes = rows().flatMap(row => row.quotes);

  it('are all in a row', () => {
    if (!readme) return;
    const missing = readme.filter(
      step => !quotes.some(quote => plain(step).includes(plain(quote))),
    );
    expect(readme.length).toBeGreaterThan(60);
    expect(missing).toEqual([]);
  });

  it('are quoted as the README has them', () => {
    if (!readme) return;
    const all = plain(readme.join(' '));
    expect(quotes.filter(quote => !all.includes(plain(quote)))).toEqual([]);
  });

  it('each say what does it now, and what shows that or that nothing has to', () => {
    for (const { cells } of rows()) {
      expect(cells).toHaveLength(4);
      const [step, now, verified] = cells;
      expect({ step, now }).not.toEqual({ step, now: '' });
      // What people do themselves has no test; all else has.
      const byHand = /by hand|by you|yours|you make|not needed/.test(now ?? '');
      const told = /`.+`|not verified here/.test(verified ?? '');
      expect({ step, shown: byHand || told }).toEqual({
        step,
        shown: true,
      });
    }
  });
});
