import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EntrySchema } from './schema';

const PLUGINS = join(__dirname, '../../../../plugins');
const schemaOf = (plugin: string) =>
  readFileSync(join(PLUGINS, plugin, 'config.d.ts'), 'utf8');

const provider = schemaOf('catalog-backend-module-model-catalog');
const reader = schemaOf('catalog-techdoc-url-reader-backend');

describe('the config.d.ts of the plugins', () => {
  it('is the same in both, since both read the same entries', () => {
    expect(reader).toBe(provider);
  });

  it('declares each key that is read, and no other', () => {
    const entry = provider.split('[id: string]')[1];
    const declared = [...(entry?.matchAll(/^ {10}(\w+)\?:/gm) ?? [])];
    expect(declared.map(([, key]) => key).sort()).toEqual(
      Object.keys(EntrySchema.shape).sort(),
    );
  });

  it('defines nothing beside Config, which Backstage refuses', () => {
    expect(provider.match(/^(export )?(interface|type) \w+/gm)).toEqual([
      'export interface Config',
    ]);
  });

  it('marks the token, and only the token, as a secret', () => {
    expect(provider.match(/@visibility secret/g)).toHaveLength(1);
    expect(provider).toMatch(/@visibility secret\s*\*\/\s*token\?: string/);
  });
});
