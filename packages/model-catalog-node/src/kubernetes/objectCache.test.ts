import fc from 'fast-check';
import { createObjectCache, type ObjectCache } from './objectCache';

const Names = ['a', 'b', 'c', 'd'] as const;

function objectOf(name: string, value: number) {
  return { metadata: { namespace: 'n', name }, value };
}
const parse = (raw: unknown) => JSON.stringify(raw);

const relist = (cache: ObjectCache<string>, items: readonly unknown[]) =>
  cache.replace(items.map(cache.read));

describe('createObjectCache', () => {
  it('says whether anything changed', () => {
    const cache = createObjectCache(parse);
    const added = { type: 'ADDED', object: objectOf('a', 1) } as const;
    expect(cache.apply(added)).toBe(true);
    expect(cache.apply(added)).toBe(false);
    expect(relist(cache, [objectOf('a', 1)])).toBe(false);
    expect(relist(cache, [objectOf('a', 2)])).toBe(true);
    expect(relist(cache, [])).toBe(true);
    expect(relist(cache, [])).toBe(false);
  });

  it('keeps an object that comes again and is the same', () => {
    const cache = createObjectCache(raw => ({ raw }));
    const take = (value: number) =>
      cache.replace([cache.read(objectOf('a', value))]);
    take(1);
    const before = cache.objects.get('n/a');
    expect(take(1)).toBe(false);
    expect(cache.objects.get('n/a')).toBe(before);
    expect(take(2)).toBe(true);
    expect(cache.objects.get('n/a')).not.toBe(before);
  });

  it('remembers a proved removal over lists, until the name is seen again', () => {
    const cache = createObjectCache(parse);
    relist(cache, [objectOf('a', 1)]);
    cache.apply({ type: 'DELETED', object: objectOf('a', 1) });
    expect([...cache.removed]).toEqual(['n/a']);
    relist(cache, []);
    expect([...cache.removed]).toEqual(['n/a']);
    relist(cache, [objectOf('a', 2)]);
    expect([...cache.removed]).toEqual([]);
  });

  it('does not remember removals without bound', () => {
    const cache = createObjectCache(parse);
    for (let index = 0; index < 10_005; index++) {
      cache.apply({ type: 'DELETED', object: objectOf(`x${index}`, 1) });
    }
    expect(cache.removed.size).toBe(10_000);
    expect(cache.removed.has('n/x4')).toBe(false);
    expect(cache.removed.has('n/x10004')).toBe(true);
  });

  it('counts objects without a name and goes on with the others', () => {
    const cache = createObjectCache(parse);
    expect(relist(cache, [{}, objectOf('a', 1), 'x'])).toBe(true);
    expect(cache.nameless()).toBe(2);
    expect([...cache.objects.keys()]).toEqual(['n/a']);
    expect(relist(cache, [{}, objectOf('a', 1), 'x'])).toBe(false);
    relist(cache, []);
    expect(cache.nameless()).toBe(0);
  });

  const operation = fc.record({
    kind: fc.constantFrom('set', 'delete', 'list', 'repeat', 'missed'),
    name: fc.constantFrom(...Names),
    value: fc.nat(3),
  });

  it('after any sequence of events, missed deletions and lists holds what a list of the end holds', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 60 }), operations => {
        const world = new Map<string, number>();
        let missed = false;
        const cache = createObjectCache(parse);
        const all = () =>
          [...world].map(([name, value]) => objectOf(name, value));
        for (const { kind, name, value } of operations) {
          const before = world.get(name);
          if (kind === 'set') {
            const type = before === undefined ? 'ADDED' : 'MODIFIED';
            world.set(name, value);
            cache.apply({ type, object: objectOf(name, value) });
          } else if (kind === 'delete' && before !== undefined) {
            world.delete(name);
            cache.apply({ type: 'DELETED', object: objectOf(name, before) });
          } else if (kind === 'repeat' && before !== undefined) {
            cache.apply({ type: 'ADDED', object: objectOf(name, before) });
          } else if (kind === 'missed') {
            missed ||= world.delete(name);
          } else if (kind === 'list') {
            relist(cache, all());
            missed = false;
          }
        }
        if (missed) {
          relist(cache, all());
        }
        const listed = createObjectCache(parse);
        relist(listed, all());
        expect(new Map([...cache.objects].sort())).toEqual(
          new Map([...listed.objects].sort()),
        );
        for (const name of cache.removed) {
          expect(cache.objects.has(name)).toBe(false);
        }
      }),
    );
  });
});
