import { spawnSync } from 'child_process';
import { existsSync } from 'fs';
import { mkdtemp, readFile, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { generate } from '../techdocs/generate';
import { readPage } from '../techdocs/readPage';
import { PAGES, ROOT } from './pages';

jest.setTimeout(180_000);

// Without Python there is no mkdocs; the run says so, and counts this as skipped.
const describeWithMkdocs =
  process.env.HAS_MKDOCS === 'true' ? describe : describe.skip;

const pathOf = (page: string) =>
  page === 'index.md'
    ? 'index.html'
    : page.replace(/(?:\/?index)?\.md$/, '/index.html');

describeWithMkdocs('the documentation, built by the real mkdocs', () => {
  const dirs: string[] = [];

  afterAll(() =>
    Promise.all(dirs.map(dir => rm(dir, { recursive: true, force: true }))),
  );

  it('has no broken link and no broken anchor', async () => {
    const site = await mkdtemp(join(tmpdir(), 'site-'));
    dirs.push(site);
    const { status, stderr } = spawnSync(
      'mkdocs',
      ['build', '--strict', '--quiet', '--site-dir', site],
      { cwd: ROOT, encoding: 'utf8' },
    );
    const told = stderr
      .split('\n')
      .filter(line => /WARNING|ERROR|Aborted/.test(line));
    expect({ told, status }).toEqual({ told: [], status: 0 });
    const missing = PAGES.filter(page => !existsSync(join(site, pathOf(page))));
    expect(missing).toEqual([]);
  });

  it('is built by TechDocs as a hub does, with nothing that runs', async () => {
    const site = await generate(ROOT);
    dirs.push(site);
    for (const page of ['index.md', 'troubleshooting.md', 'tool.md']) {
      const html = await readFile(join(site, pathOf(page)), 'utf8');
      const { headings, active } = readPage(html);
      expect(headings.length).toBeGreaterThan(0);
      expect(active).toEqual([]);
    }
  });
});
