import type { Known, Wanted } from '../books/types';
import { KnownOnes } from './KnownOnes';

const entries: [string, Known][] = [
  ['r:d/a', { key: 'a', hash: '1' }],
  ['r:d/a2', { key: 'a', hash: '2' }],
  ['r:d/b', { key: 'b', hash: '3' }],
];

function booksWith(looks: Wanted[]) {
  return {
    all: async () => new Map(entries),
    find: async (wanted: Wanted) => {
      looks.push(wanted);
      const { keys = [], refs = [] } = wanted;
      return new Map(
        entries.filter(
          ([ref, { key = '' }]) => refs.includes(ref) || keys.includes(key),
        ),
      );
    },
  };
}

describe('what is known of the entities of a pass', () => {
  it('is looked up once', async () => {
    const looks: Wanted[] = [];
    const known = new KnownOnes(booksWith(looks));
    await known.read({ keys: ['a', 'none'], refs: ['r:d/b', 'r:d/none'] });
    await known.read({ keys: ['a', 'none'], refs: ['r:d/a2', 'r:d/none'] });
    await known.read({ keys: ['b'] });
    expect(looks).toEqual([
      { keys: ['a', 'none'], refs: ['r:d/b', 'r:d/none'] },
      { keys: ['b'], refs: [] },
    ]);
    expect([...known.ofKeys(['a', 'none'])].map(([ref]) => ref)).toEqual([
      'r:d/a',
      'r:d/a2',
    ]);
    expect(known.get('r:d/b')?.hash).toBe('3');
  });

  it('needs no look once everything was read', async () => {
    const looks: Wanted[] = [];
    const known = new KnownOnes(booksWith(looks));
    expect(await known.readAll()).toEqual(new Map(entries));
    await known.read({ keys: ['z'], refs: ['r:d/z'] });
    expect(looks).toEqual([]);
  });

  it('is what was sent, not what was read after it', async () => {
    const known = new KnownOnes(booksWith([]));
    known.set('r:d/a', { key: 'moved', hash: 'sent' });
    await known.read({ keys: ['a'] });
    expect(known.get('r:d/a')).toEqual({ key: 'moved', hash: 'sent' });
    expect([...known.ofKeys(['a'])].map(([ref]) => ref)).toEqual(['r:d/a2']);
    expect([...known.ofKeys(['moved'])].map(([ref]) => ref)).toEqual(['r:d/a']);
  });
});
