import { BodyComparer } from './__testUtils__/compare';
import { IdMap } from './__testUtils__/idMap';

const row = {
  id: '5',
  name: 'm',
  registeredModelId: '1',
  createTimeSinceEpoch: '1795218089872',
  lastUpdateTimeSinceEpoch: '1795218089872',
  customProperties: { n: { int_value: '7' } },
};
const token = (text: string) => Buffer.from(text).toString('base64');
const page = {
  items: [row],
  nextPageToken: token('5:5'),
  pageSize: 1,
  size: 1,
};

const differences = (ours: unknown, recorded: unknown = page) =>
  new BodyComparer(new IdMap(), 'other').compare(recorded, ours);
const withRow = (changes: object) => ({
  ...page,
  items: [{ ...row, ...changes }],
});

describe('what the conformance suite takes for equal', () => {
  it.each([
    ['the same', page],
    ['other ids', { ...withRow({ id: '9' }), nextPageToken: token('9:9') }],
    [
      'other times',
      withRow({
        createTimeSinceEpoch: '1000000000000',
        lastUpdateTimeSinceEpoch: '1000000000000',
      }),
    ],
  ])('%s', (_what, ours) => {
    expect(differences(ours)).toEqual([]);
  });
});

describe('what the conformance suite takes for different', () => {
  const { name, ...nameless } = row;
  it.each([
    ['an absent field', { ...page, items: [nameless] }],
    ['a field more', withRow({ state: 'LIVE' })],
    ['another value', withRow({ name: 'n' })],
    ['a number for a text', withRow({ id: 5 })],
    ['null for a text', withRow({ name: null })],
    ['an id that is no number', withRow({ id: 'x' })],
    ['a time in seconds', withRow({ createTimeSinceEpoch: '1795218089' })],
    ['a bump', withRow({ lastUpdateTimeSinceEpoch: '1795218089873' })],
    ['an inner value', withRow({ customProperties: { n: { int_value: 7 } } })],
    ['an item less', { ...page, items: [] }],
    ['an item more', { ...page, items: [row, row] }],
    ['no token', { ...page, nextPageToken: '' }],
    ['the token of another row', { ...page, nextPageToken: token('6:6') }],
    ['another size', { ...page, size: 2 }],
    ['a list for an object', [page]],
    ['nothing', undefined],
  ])('%s', (_what, ours) => {
    expect(differences(ours)).not.toEqual([]);
  });

  it('another order of the rows', () => {
    const other = { ...row, id: '6', name: 'other' };
    expect(
      differences({ items: [other, row] }, { items: [row, other] }),
    ).not.toEqual([]);
  });

  it('one id for two rows', () => {
    const ids = [{ id: '1' }, { id: '2' }];
    expect(differences([{ id: '1' }, { id: '1' }], ids)).not.toEqual([]);
  });
});
