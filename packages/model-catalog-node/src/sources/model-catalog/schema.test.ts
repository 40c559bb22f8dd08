import { CatalogSource, MAX_CARD_LENGTH, Model } from './schema';

describe('a source of the model catalog', () => {
  it.each([
    [
      'of 2.25, without state',
      { enabled: true, id: 'a', labels: [], name: 'A' },
      { id: 'a', name: 'A', enabled: true },
    ],
    [
      'of 3.4',
      { enabled: true, error: null, id: 'a', name: 'A', status: 'available' },
      { id: 'a', name: 'A', enabled: true, status: 'available' },
    ],
    ['with the least', { id: 'a' }, { id: 'a', enabled: true }],
    ['switched off', { id: 'a', enabled: false }, { id: 'a', enabled: false }],
  ])('%s is read', (_, raw, expected) => {
    expect(CatalogSource.parse(raw)).toEqual(expected);
  });
});

describe('a model of the model catalog', () => {
  it('of 2.25 has neither id nor source', () => {
    const raw = {
      name: 'ibm-granite/model-01-8b',
      createTimeSinceEpoch: '1733514949000',
      customProperties: { params: { int_value: '8000000000' } },
      license: 'apache-2.0',
      tasks: ['text-generation'],
      readme: '# Model 1',
    };
    expect(Model.parse(raw)).toEqual({
      name: 'ibm-granite/model-01-8b',
      license: 'apache-2.0',
      tasks: ['text-generation'],
      language: [],
      readme: '# Model 1',
      stamp: '',
      isCardTooLong: false,
    });
  });

  it.each([
    ['no readme', undefined, false],
    ['an empty readme', ' \n', false],
    ['a null readme', null, false],
    ['a readme that is too long', 'x'.repeat(MAX_CARD_LENGTH + 1), true],
  ])('with %s has no card', (_, readme, isCardTooLong) => {
    const model = Model.parse({ name: 'a', readme });
    expect(model.readme).toBeUndefined();
    expect(model.isCardTooLong).toBe(isCardTooLong);
  });

  it('without a name is refused', () => {
    expect(Model.safeParse({ id: '1' }).success).toBe(false);
  });
});
