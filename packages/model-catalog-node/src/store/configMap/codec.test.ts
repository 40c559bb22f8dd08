import fc from 'fast-check';
import { storedModel, storedServer } from '../__testUtils__';
import { decodeRecord, encodeRecord } from './codec';
import { configKey } from './names';

const text = fc.string({ unit: 'binary', maxLength: 30 });

describe('a value', () => {
  it('is read back as it was written, whatever its texts hold', () => {
    fc.assert(
      fc.property(text, text, fc.boolean(), (key, description, isModel) => {
        const stored = isModel
          ? storedModel(key, { title: description }, { description })
          : storedServer(key, { title: description }, { description });

        expect(decodeRecord(encodeRecord(stored, { a: 1 }))).toEqual({
          kind: 'record',
          stored,
          blobs: { a: 1 },
        });
      }),
    );
  });

  it('is the same for equal records, however their fields are ordered', () => {
    const { record, facets } = storedModel('a');
    const reversed = Object.fromEntries(Object.entries(record).reverse());

    expect(
      encodeRecord({ facets, record: { ...reversed, ...record } }, {}),
    ).toBe(encodeRecord({ record, facets }, {}));
  });

  it.each([
    ['of the connector before', '{"body":"e30=","locationId":""}', 'foreign'],
    ['of nobody', '{}', 'damaged'],
    ['that is a list', '[]', 'damaged'],
    ['that is cut off', '{"body":"e30=","rec', 'damaged'],
    [
      'whose document is of the other kind',
      '{"body":"eyJtb2RlbHMiOltdfQ==","record":{"kind":"model"},"facets":{},"blobs":{}}',
      'damaged',
    ],
  ])('%s is told apart', (_name, json, kind) => {
    const value = Buffer.from(json).toString('base64');

    expect(decodeRecord(value).kind).toBe(kind);
  });
});

describe('the key in a ConfigMap', () => {
  it('is one that Kubernetes takes, for every key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), key => {
        expect(configKey(key)).toMatch(/^[-_a-zA-Z0-9][-._a-zA-Z0-9]{0,252}$/);
      }),
    );
  });

  it.each([
    ['version/main/granite-3.1-8b/1.0', /^version_main_granite-3.1-8b_1.0\./],
    ['server/local/demo/inferenceservice/a%20b', /^server_local_demo_.*_a_b\./],
    ['日本', /^record\.|^_/],
    ['%', /\.[0-9a-f]{32}$/],
  ])('of %s can be read by people', (key, expected) => {
    expect(configKey(key)).toMatch(expected);
  });

  it('differs where only the hash can tell', () => {
    const keys = ['a b', 'a_b', 'a/b', 'a%20b', '\uD800', '\uFFFD'];

    expect(new Set(keys.map(configKey)).size).toBe(keys.length);
  });
});
