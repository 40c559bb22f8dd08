import {
  cardOf,
  isSame,
  jsonOf,
  Outline,
  outlineOf,
  packRecord,
  packView,
} from './records';
import { modelNamed, serverNamed, viewOf } from './__testUtils__/views';

const card = { key: 'org/a', digest: 'd' };
const model = modelNamed('ä "1"', 'text\n');
const withCard = { ...model, record: { ...model.record, card } };
const server = serverNamed('s', 'openapi: 3.1.0');

describe.each([
  ['a model', withCard],
  ['a server', server],
])('%s that is packed', (_what, stored) => {
  const packed = packRecord(stored.record);

  it('reads as it was', () => {
    expect(packed.record).toEqual(stored.record);
    expect(jsonOf(packed)).toBe(jsonOf(stored));
  });

  it('tells what is asked for without being parsed', () => {
    expect(outlineOf(packed)).toEqual(Outline.parse(outlineOf(stored)));
    expect(cardOf(packed)).toEqual(cardOf(stored));
  });

  it('equals the one it was made of', () => {
    expect(isSame(packed, stored)).toBe(true);
    expect(isSame(packed, packRecord(stored.record))).toBe(true);
    expect(isSame(packed, packRecord(modelNamed('b').record))).toBe(false);
  });
});

it('outlines what the old documents are laid out by', () => {
  const { kind, key, uri } = server.record;

  expect(outlineOf(packRecord(server.record))).toEqual({
    kind,
    key,
    uri,
    models: [],
  });
});

it.each([1, 100, 100_000])(
  'packs texts of %d characters, of any script',
  size => {
    const text = 'ä模"\n'.repeat(size).slice(0, size);
    const { record } = modelNamed('a', text);

    expect(packRecord(record).record).toEqual(record);
  },
);

it('takes little room', () => {
  const { record } = serverNamed('s', 'openapi: 3.1.0');

  const { json = '' } = packRecord(record).packed ?? {};

  expect(json.length).toBeLessThan(JSON.stringify(record).length / 2);
});

it('keeps what did not change from the view before', () => {
  const before = packView(viewOf('1', [model, server]));

  const after = packView(
    viewOf('2', [modelNamed('ä "1"', 'text\n'), serverNamed('s')]),
    before,
  );

  const of = (view: typeof before, key: string) => view.records.get(key);
  const { key } = model.record;
  expect(of(after, key)).toBe(of(before, key));
  expect(of(after, server.record.key)).not.toBe(of(before, server.record.key));
});
