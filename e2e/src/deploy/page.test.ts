import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';
import { z } from 'zod/v4';
import { blocksOfPage, commandsOfPage, yamlOfPage } from './page';
import { ROOT } from './paths';

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const commands = commandsOfPage();
const scriptsSchema = z.object({ scripts: z.record(z.string(), z.string()) });

/** The file itself, or what it has for Developer Hub if it is a ConfigMap. */
function contentOf(file: string): unknown {
  const value: unknown = parse(read(file));
  const { data } = z
    .object({ data: z.object({ 'app-config.extra.yaml': z.string() }) })
    .safeParse(value);
  return data ? parse(data.data['app-config.extra.yaml']) : value;
}

describe('the page about installing', () => {
  it('says below each block of commands whether a test runs it', () => {
    expect(commands.filter(({ mark }) => mark === undefined)).toEqual([]);
    expect(commands.length + yamlOfPage().length).toBe(blocksOfPage());
  });

  it.each(yamlOfPage())('has from $file what is in it', ({ file, text }) => {
    expect(contentOf(file)).toMatchObject(parse(text));
  });

  it.each(commands.filter(({ mark }) => mark === 'images'))(
    'has scripts that are there: $text',
    ({ text }) => {
      const { scripts } = scriptsSchema.parse(JSON.parse(read('package.json')));
      for (const [, name = ''] of text.matchAll(/^npm run (\S+)/gm)) {
        expect(scripts).toHaveProperty([name]);
      }
    },
  );

  it('names only files that are there', () => {
    const all = commands.map(({ text }) => text).join('');
    const files = [...all.matchAll(/ (deploy\/\S+)/g)].map(match => match[1]);
    expect(files.length).toBeGreaterThan(5);
    expect(files.filter(file => !existsSync(join(ROOT, file ?? '')))).toEqual(
      [],
    );
  });
});
