import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { configFileSchema } from './schema';

const DOCS = resolve(__dirname, '../../../../../docs/reference');

describe('the reference of the configuration file', () => {
  it('has the JSON Schema of what the bridge reads', async () => {
    const text = await readFile(resolve(DOCS, 'config.schema.json'), 'utf8');

    expect(JSON.parse(text)).toEqual(
      JSON.parse(JSON.stringify(configFileSchema())),
    );
  });

  it('explains each key', async () => {
    const page = await readFile(resolve(DOCS, 'configuration.md'), 'utf8');

    expect(
      keysOf(configFileSchema()).filter(key => !page.includes(key)),
    ).toEqual([]);
  });
});

function keysOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) {
    return [];
  }
  return Object.entries(schema).flatMap(([name, part]) =>
    name === 'properties' && typeof part === 'object' && part !== null
      ? [...Object.keys(part), ...Object.values(part).flatMap(keysOf)]
      : keysOf(part),
  );
}
