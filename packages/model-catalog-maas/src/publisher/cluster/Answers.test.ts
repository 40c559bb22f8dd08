import {
  readThreescaleObject,
  type ThreescaleObject,
} from '../../threescale/objects';
import { Answers } from './Answers';

const product = (
  resourceVersion: string,
  over: { uid?: string; text?: string } = {},
): ThreescaleObject => {
  const { uid = 'u1', text = '' } = over;
  const read = readThreescaleObject('Product', {
    metadata: { name: 'granite', namespace: 'x', uid, resourceVersion },
    spec: { text },
  });
  if (!('conditions' in read)) {
    throw new Error(read.unreadable);
  }
  return read;
};

const seen = (...objects: ThreescaleObject[]) =>
  new Map(objects.map(object => [object.name, object]));

describe('what the API answered to a write', () => {
  it.each([
    ['nothing yet', [], '8'],
    ['what was before', [product('7')], '8'],
    ['just that', [product('8', { text: 'seen' })], '8'],
    ['something newer', [product('10', { text: 'seen' })], '10'],
  ])('counts while a watch shows %s', (_, objects, version) => {
    const answers = new Answers();
    answers.written(product('8'), 0);
    objects.forEach(object => answers.shown(object));
    const [shown] = answers.over('Product', seen(...objects), 1);
    expect(shown?.resourceVersion).toBe(version);
  });

  it.each([
    ['it', product('8')],
    ['it as it was changed since', product('9')],
    ['another one that is newer', product('9', { uid: 'u2' })],
  ])(
    'is over when a watch has shown %s, though it is gone by then',
    (_, one) => {
      const answers = new Answers();
      answers.written(product('8'), 0);
      answers.shown(product('7'));
      expect(answers.over('Product', seen(), 1)).toHaveLength(1);
      answers.shown(one);
      expect(answers.over('Product', seen(), 1)).toEqual([]);
    },
  );

  it('is over when a watch was faster than the answer', () => {
    const answers = new Answers();
    answers.shown(product('9'));
    answers.written(product('8'), 0);
    expect(answers.over('Product', seen(), 1)).toEqual([]);
  });

  it('is over after a minute that no watch confirms it', () => {
    const answers = new Answers();
    answers.written(product('8'), 0);
    expect(answers.over('Product', seen(), 60_001)).toEqual([]);
  });

  it('is of its kind only', () => {
    const answers = new Answers();
    answers.written(product('8'), 0);
    expect(answers.over('Backend', new Map(), 1)).toEqual([]);
  });
});

describe('what was deleted', () => {
  const gone = { kind: 'Product', name: 'granite', uid: 'u1' };

  it('is on its way out until a watch says so', () => {
    const answers = new Answers();
    answers.removed(gone, 0);
    const [shown] = answers.over('Product', seen(product('7')), 1);
    expect(shown?.isBeingDeleted).toBe(true);
  });

  it('is not mistaken for one that was made since', () => {
    const answers = new Answers();
    answers.removed(gone, 0);
    const next = product('9', { uid: 'u2' });
    expect(answers.over('Product', seen(next), 1)).toEqual([next]);
  });
});
