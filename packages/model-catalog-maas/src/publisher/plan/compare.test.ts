import { KEPT } from '../../contract/labels';
import { offeringOf } from '../__testUtils__/offerings';
import { appliedDigest, isHeld, stamped } from './compare';

describe('isHeld', () => {
  it.each([
    ['the same', { a: 1 }, { a: 1 }, true],
    ['more in a map', { a: { b: 1 } }, { a: { b: 1, c: 2 }, d: 3 }, true],
    ['another value', { a: 1 }, { a: 2 }, false],
    ['nothing', { a: 1 }, {}, false],
    ['more in a map of a list', [{ a: 1 }], [{ a: 1, b: {} }], true],
    ['more in a list', [{ a: 1 }], [{ a: 1 }, { b: 1 }], false],
    ['less in a list', [1, 2], [1], false],
    ['another order', [1, 2], [2, 1], false],
    ['a text for a number', { a: 1 }, { a: '1' }, false],
    ['a list for a map', { a: {} }, { a: [] }, false],
    ['a map for a list', { a: [] }, { a: {} }, false],
    ['nothing for what is not wanted', { a: undefined }, {}, true],
  ])('takes %s', (_, wanted, live, held) => {
    expect(isHeld(wanted, live)).toBe(held);
  });
});

describe('appliedDigest', () => {
  const first = (name: string, systemName: string) =>
    offeringOf(name, { systemName }).objects.slice(0, 1);

  it('is not changed by being written down', () => {
    const objects = first('granite', 'granite');
    const once = objects.map(stamped);
    expect(once.map(one => one.metadata.annotations[KEPT.applied])).toEqual(
      objects.map(appliedDigest),
    );
    expect(once.map(stamped)).toEqual(once);
  });

  it('tells what differs apart', () => {
    const digests = (systemName: string) =>
      first('granite', systemName).map(appliedDigest);
    expect(digests('a')).toEqual(digests('a'));
    expect(digests('a')).not.toEqual(digests('b'));
  });
});
