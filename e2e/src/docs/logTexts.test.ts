import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { ROOT, textOf } from './pages';

/** Every source of ours, without its tests, as one text. */
function sources(): string {
  const files = ['packages', 'plugins'].flatMap(folder =>
    readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap(
      ({ name }) => {
        const src = join(ROOT, folder, name, 'src');
        try {
          return readdirSync(src, { withFileTypes: true, recursive: true })
            .filter(entry => /^(?!.*\.test)\w+\.ts$/.test(entry.name))
            .map(entry => join(entry.parentPath, entry.name));
        } catch {
          return [];
        }
      },
    ),
  );
  return (
    files
      .map(file => readFileSync(file, 'utf8'))
      .join('\n')
      // Texts that are broken over lines.
      .replace(/' \+\s*'/g, '')
  );
}

const page = textOf('troubleshooting.md');
const logs = page.slice(
  page.indexOf('## What the logs say'),
  page.indexOf('## Are the plugins installed'),
);
const tables = logs.split('\n').filter(line => /^\| (?!---)/.test(line));
const cells = (line: string) => line.split('|').map(cell => cell.trim());
const ours = tables.flatMap(line => {
  const [, first = '', second = ''] = cells(line);
  const cell =
    cells(line).length === 5 && /^(info|warn|error)$/.test(second)
      ? first
      : second;
  return [...cell.matchAll(/`([^`]{12,})`/g)].map(([, text = '']) => text);
});

describe('the log texts on the page about troubleshooting', () => {
  const all = sources();

  it('are many', () => {
    expect(ours.length).toBeGreaterThan(18);
  });

  it.each(ours.map(text => [text]))('%s is a text of ours', text => {
    const said = text
      .replace(/:<id>$/, '')
      .replace(/^model-catalog-/, '@model-catalog/');
    expect(all.includes(said) || all.includes(text) || said).toBe(true);
  });

  it('stand beside those of the documented chapter', () => {
    for (const text of [
      'in cluster config error: open /var/run/secrets/kubernetes.io/serviceaccount/token: no such file or directory',
      'red-hat-developer-hub-backstage-plugin-catalog-backend-module-model-catalog',
      'red-hat-developer-hub-backstage-plugin-catalog-techdoc-url-reader-backend',
      'Discovering ResourceEntities from Model Server...',
      'ModelCatalogResourceEntityProvider',
      'ModelCatalogBridgeTechdocUrlReader.readUrl',
      'LOG_LEVEL',
    ]) {
      expect(logs).toContain(text);
    }
  });
});
