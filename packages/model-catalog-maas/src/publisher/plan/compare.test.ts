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
  const [object] = offeringOf('granite').objects;

  it('is not changed by being written down', () => {
    expect(object).toBeDefined();
    if (object) {
      const once = stamped(object);
      expect(once.metadata.annotations[KEPT.applied]).toBe(
        appliedDigest(object),
      );
      expect(stamped(once)).toEqual(once);
    }
  });

  it('tells what differs apart, down to a label', () => {
    const [other] = offeringOf('granite', { systemName: 'x' }).objects;
    expect(object && other && appliedDigest(object)).not.toBe(
      other && appliedDigest(other),
    );
  });
});
