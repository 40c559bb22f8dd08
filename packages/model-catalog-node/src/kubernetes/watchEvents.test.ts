import { HttpError } from '../http';
import { nameOf, readWatchEvent } from './watchEvents';

describe('readWatchEvent', () => {
  const object = { metadata: { name: 'a', resourceVersion: '7' } };

  it.each(['ADDED', 'MODIFIED', 'DELETED'])('reads %s', type => {
    const event = readWatchEvent({ type, object }, 'https://api');
    expect(event).toEqual({ type, object, resourceVersion: '7' });
  });

  it('takes only the version of a bookmark', () => {
    const event = readWatchEvent({ type: 'BOOKMARK', object }, 'https://api');
    expect(event).toEqual({ type: 'BOOKMARK', resourceVersion: '7' });
  });

  it('throws what an ERROR event says', () => {
    const status = {
      kind: 'Status',
      code: 410,
      reason: 'Expired',
      message: 'too old resource version',
    };
    const read = () =>
      readWatchEvent({ type: 'ERROR', object: status }, 'https://api');
    expect(read).toThrow(HttpError);
    expect(read).toThrow('answered 410 Expired: too old resource version');
  });

  it.each([{ type: 'ERROR', object: 1 }, { type: 'NEW' }, 'x', undefined])(
    'throws for %j',
    raw => {
      expect(() => readWatchEvent(raw, 'https://api')).toThrow(HttpError);
    },
  );
});

describe('nameOf', () => {
  it.each([
    [{ metadata: { namespace: 'n', name: 'a' } }, 'n/a'],
    [{ metadata: { name: 'a' } }, '/a'],
    [{ metadata: { name: '' } }, undefined],
    [{ metadata: { name: 1 } }, undefined],
    [undefined, undefined],
  ])('of %j is %s', (raw, name) => {
    expect(nameOf(raw)).toBe(name);
  });
});
