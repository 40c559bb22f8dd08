import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Settings } from './schema';

it('explains each setting on the page of settings', async () => {
  const path = resolve(__dirname, '../../../../docs/reference/settings.md');
  const page = await readFile(path, 'utf8');

  const names = Object.keys(Settings.shape);
  expect(names.filter(name => !page.includes(`\`${name}\``))).toEqual([]);
});
