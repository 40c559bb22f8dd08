import { digestOf } from '@model-catalog/common';
import { TextMap } from './TextMap';

const TEXTS = ['short', 'long '.repeat(2_000), '日本 '.repeat(2_000)];
const PAIRS = TEXTS.map(text => [digestOf(text), text] as const);

describe('a map of long texts', () => {
  const map = new TextMap();
  for (const [digest, text] of PAIRS) {
    map.set(digest, text);
  }

  it('gives what was put into it, as any map does', () => {
    const plain = new Map(PAIRS);
    expect(new Map(map)).toEqual(plain);
    expect([...map.keys()]).toEqual([...plain.keys()]);
    expect([...map.values()]).toEqual([...plain.values()]);
    expect(map.size).toBe(3);
    expect(map.get(digestOf('short'))).toBe('short');
    expect(map.get('no')).toBeUndefined();
    expect(map.has('no')).toBe(false);
    const seen = new Map<string, string>();
    map.forEach((text, digest) => seen.set(digest, text));
    expect(seen).toEqual(plain);
  });

  it('gives those that are wanted', () => {
    const short = digestOf('short');
    expect([...map.only(digest => digest === short)]).toEqual([
      [short, 'short'],
    ]);
  });
});
