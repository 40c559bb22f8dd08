import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HostedBlock } from './schema';

const PLUGIN = join(__dirname, '../../../../plugins/model-catalog-backend');
const declared = readFileSync(join(PLUGIN, 'config.d.ts'), 'utf8');

/** The keys that stand at so many spaces behind a text. */
function keysBehind(text: string, spaces: number): string[] {
  const [, behind = ''] = declared.split(text);
  const [block = ''] = behind.split(`\n${' '.repeat(spaces - 2)}};`);
  const pattern = new RegExp(`^ {${spaces}}(\\w+)\\??:`, 'gm');
  return [...block.matchAll(pattern)].map(([, key = '']) => key).sort();
}

describe('the config.d.ts of the plugin', () => {
  it('declares each key of rhoai that is read, and no other', () => {
    expect(keysBehind('rhoai?: {', 12)).toEqual(
      Object.keys(HostedBlock.shape).sort(),
    );
  });

  it('declares each key of the connection, and no other', () => {
    const { kubernetes } = HostedBlock.shape;
    expect(keysBehind('kubernetes?: {', 14)).toEqual(
      Object.keys(kubernetes.unwrap().shape).sort(),
    );
  });

  it('marks what is a credential as a secret, and nothing else', () => {
    const secrets = [
      ...declared.matchAll(/@visibility secret\s*\*\/\s*(\w+)\?/g),
    ].map(([, key]) => key);
    expect(secrets).toEqual(['token', 'registryToken']);
    expect(declared.match(/@visibility/g)).toHaveLength(2);
  });

  it('defines nothing beside Config, which Backstage refuses', () => {
    expect(declared.match(/^(export )?(interface|type) \w+/gm)).toEqual([
      'export interface Config',
    ]);
  });
});
