import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { yamlDocument } from './yaml';

const text = fc.oneof(
  fc.string({ unit: 'binary-ascii' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    'yes',
    '1.0',
    '0x1f',
    '~',
    '- a',
    'a: b',
    'a # b',
    ' a',
    'a\nb',
    '---',
    '\u2028',
    'null',
    '!!js',
    '*a',
    '&a',
    'a -b',
  ),
);
const scalar = fc.oneof(text, fc.boolean(), fc.integer());
const key = fc
  .oneof(text, fc.constantFrom('metadata', 'backstage.io/x'))
  .filter(name => name !== '__proto__');
const map = fc.dictionary(key, scalar, { noNullPrototype: true });
const document = fc.dictionary(
  key,
  fc.oneof(scalar, fc.array(scalar), map, fc.array(map)),
  { noNullPrototype: true },
);

describe('entities as YAML', () => {
  it('is read as what was written, whatever is in it', () => {
    fc.assert(
      fc.property(fc.array(document, { minLength: 1, maxLength: 3 }), all => {
        const stream = all.map(yamlDocument).join('');
        const read = parseAllDocuments(stream, { uniqueKeys: false });
        expect(
          (Array.isArray(read) ? read : []).map(one => one.toJS() ?? {}),
        ).toEqual(all);
      }),
    );
  });

  it('is quoted only where it must be', () => {
    expect(
      yamlDocument({
        kind: 'Component',
        metadata: { name: 'granite-3.3', tags: ['a', 'true'] },
        spec: {},
      }),
    ).toBe(
      '---\nkind: Component\nmetadata:\n  name: granite-3.3\n  tags:\n    - a\n    - "true"\nspec: {}\n',
    );
  });
});
