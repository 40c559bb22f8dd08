import { Lookup } from './Lookup';

type Element = { kind: string; key?: string; at: number };
type Wanted = Element & { kind: 'wanted' };

const isWanted = (element: Element): element is Wanted =>
  element.kind === 'wanted';

const LIST: Element[] = [
  { kind: 'wanted', key: 'a', at: 0 },
  { kind: 'other', key: 'a', at: 1 },
  { kind: 'wanted', key: 'b', at: 2 },
  { kind: 'wanted', at: 3 },
  { kind: 'wanted', key: 'a', at: 4 },
  { kind: 'wanted', key: 'a', at: 5 },
];

it('finds the same by its first questions as by all later ones', () => {
  const lookup = new Lookup(LIST, isWanted, ({ key }) => key);
  const found = (key: string) => lookup.get(key).map(({ at }) => at);
  for (let question = 0; question < 10; question += 1) {
    expect(found('a')).toEqual([0, 4, 5]);
    expect(found('b')).toEqual([2]);
    expect(found('c')).toEqual([]);
  }
});

it('looks through a list a few times only', () => {
  let looks = 0;
  const lookup = new Lookup(LIST, isWanted, ({ key }) => {
    looks += 1;
    return key;
  });
  for (let question = 0; question < 1000; question += 1) {
    lookup.get('a');
  }
  expect(looks).toBeLessThan(50);
});
