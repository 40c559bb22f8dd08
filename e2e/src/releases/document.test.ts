import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { dirname, relative } from 'path';
import { DOCUMENT, renderDocument } from './document';
import { FEATURES, testName } from './features';
import { COLUMNS } from './columns';

describe('docs/reference/rhoai-releases.md', () => {
  const text = renderDocument();

  it('is what the table of releases and features says', () => {
    if (process.env.UPDATE_DOCS) {
      mkdirSync(dirname(DOCUMENT), { recursive: true });
      writeFileSync(DOCUMENT, text);
    }
    expect(relative(process.cwd(), DOCUMENT)).toContain('rhoai-releases.md');
    expect(readFileSync(DOCUMENT, 'utf8')).toBe(text);
  });

  it('has a test of its own behind each cell', () => {
    const names = COLUMNS.flatMap(({ id }) =>
      FEATURES.map(feature => testName(feature, id)),
    );
    expect(new Set(names).size).toBe(names.length);
    expect(names).toHaveLength(COLUMNS.length * FEATURES.length);
  });
});
