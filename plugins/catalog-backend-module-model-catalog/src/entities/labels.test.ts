import { makeValidator } from '@backstage/catalog-model';
import { formatKey, labelValueOf } from '@model-catalog/common';
import fc from 'fast-check';
import { draft } from '../__testUtils__/draft';
import { modelRecord, serverRecord } from '../__testUtils__/records';

const { isValidLabelValue } = makeValidator();
const text = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1 }),
  fc.string({
    unit: fc.constantFrom(...'aB1-_. /é'),
    minLength: 1,
    maxLength: 80,
  }),
);

describe('labels', () => {
  it.each([
    ['team-a', 'team-a'],
    ['a.b_c', 'a.b_c'],
    ['x'.repeat(63), 'x'.repeat(63)],
    ['', undefined],
  ])('%j is the value %j', (written, value) => {
    expect(labelValueOf(written)).toBe(value);
  });

  it.each(['Team-A', 'team a', '-team', 'x'.repeat(64), '日本語', '__proto__'])(
    '%j becomes what can be kept of it, and a hash',
    written => {
      expect(labelValueOf(written)).toMatch(
        /^([a-z0-9][a-z0-9._-]*-)?[0-9a-f]{8}$/,
      );
    },
  );

  it('are ones that Backstage takes, the same whatever the case of a query, and tell texts apart', () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        const value = labelValueOf(one) ?? '';
        expect(isValidLabelValue(value)).toBe(true);
        expect(value).toBe(value.toLowerCase());
        expect(value === labelValueOf(other)).toBe(one === other);
      }),
      { numRuns: 2000 },
    );
  });

  it('say where an entity is from, as far as its key does', () => {
    const place = { cluster: 'Prod EU', namespace: 'demo', name: 's' };
    const key = formatKey({
      ...place,
      kind: 'served',
      resource: 'inferenceservice',
    });
    const { entities } = draft(
      modelRecord('known'),
      modelRecord('served', { key }),
      {
        ...serverRecord('old'),
        key: 'document/a/b/model-catalog.json#server/x',
      },
    );
    expect(entities.map(({ metadata }) => metadata.labels)).toEqual([
      { 'rhdh.modelcatalog.io/registry': 'registry' },
      {
        'rhdh.modelcatalog.io/cluster': labelValueOf('Prod EU'),
        'rhdh.modelcatalog.io/namespace': 'demo',
      },
      undefined,
      undefined,
    ]);
  });
});
