import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadScenarios, SCENARIOS_DIR } from './loadScenarios';
import { readmeOf } from './readme';

const PATH = join(SCENARIOS_DIR, 'README.md');

describe('the page about the scenarios', () => {
  it('says what they say (UPDATE_README=1 writes it)', () => {
    const text = readmeOf(loadScenarios());
    if (process.env.UPDATE_README) {
      writeFileSync(PATH, text);
    }
    expect(readFileSync(PATH, 'utf8')).toBe(text);
  });
});
