import { missingKindText } from './kinds';
import { readThreescaleObject } from './read';
import { isNothingToPromote, standingOf } from './standing';

const metadata = {
  name: 'granite',
  namespace: '3scale',
  uid: 'u1',
  generation: 2,
  resourceVersion: '17',
};

describe('readThreescaleObject', () => {
  it('takes what is needed, whatever else a release has', () => {
    const read = readThreescaleObject('Product', {
      metadata: { ...metadata, finalizers: ['x'] },
      spec: { name: 'Granite', fromTheFuture: [1] },
      status: {
        observedGeneration: 2,
        productId: 12,
        fromTheFuture: true,
        conditions: [
          { type: 'Synced', status: 'True', lastTransitionTime: 'then' },
          { type: 'Failed', status: 'False', message: '' },
          'not a condition',
        ],
      },
    });
    expect(read).toEqual({
      kind: 'Product',
      ...metadata,
      isBeingDeleted: false,
      labels: {},
      annotations: {},
      spec: { name: 'Granite', fromTheFuture: [1] },
      observedGeneration: 2,
      conditions: [
        { type: 'Synced', isTrue: true, since: 'then' },
        { type: 'Failed', isTrue: false },
      ],
    });
  });

  it.each([
    ['no status', undefined],
    ['a status of nothing', null],
    ['a status of an older release', { conditions: null }],
    ['a status that is broken', 'Synced'],
  ])('takes an object with %s', (_, status) => {
    const read = readThreescaleObject('Backend', { metadata, status });
    expect(read).toMatchObject({ name: 'granite', conditions: [], spec: {} });
  });

  it.each([
    ['nothing', undefined, ''],
    ['no uid', { metadata: { name: 'x', namespace: 'y' } }, 'x'],
    ['a name that is no text', { metadata: { name: 3 } }, ''],
  ])('says why it cannot read %s', (_, raw, name) => {
    const read = readThreescaleObject('Backend', raw);
    expect(read).toMatchObject({ kind: 'Backend', name });
    expect('unreadable' in read && read.unreadable).toBeTruthy();
  });

  it('names the kind that is missing, and who brings it', () => {
    expect(missingKindText('Product')).toContain('no kind Product');
  });
});

describe('standingOf', () => {
  const condition = (type: string, isTrue = true) => ({
    type,
    isTrue,
    message: type,
  });
  it.each([
    ['no conditions', undefined, [], 'pending'],
    ['Synced', 2, [condition('Synced')], 'done'],
    [
      'Ready, of a kind without generations',
      undefined,
      [condition('Ready')],
      'done',
    ],
    ['Synced of what was before', 1, [condition('Synced')], 'pending'],
    ['Failed of what was before', 1, [condition('Failed')], 'pending'],
    [
      'Synced and Failed',
      2,
      [condition('Synced'), condition('Failed')],
      'failed',
    ],
    [
      'Failed and Invalid',
      2,
      [condition('Failed'), condition('Invalid')],
      'invalid',
    ],
    ['Orphan', 2, [condition('Orphan'), condition('Synced', false)], 'orphan'],
    ['one that is not known', 2, [condition('Haunted')], 'pending'],
  ])(
    '%s is read as it is meant',
    (_, observedGeneration, conditions, state) => {
      const object = { generation: 2, observedGeneration, conditions };
      expect(standingOf(object).state).toBe(state);
    },
  );

  it.each([
    ["can't promote to production, as no product changes detected", true],
    ['No Product Changes Detected', true],
    ['connection refused', false],
    [undefined, false],
  ])('takes "%s" for a refusal without loss: %s', (message, is) => {
    expect(isNothingToPromote({ state: 'failed', message })).toBe(is);
  });
});
