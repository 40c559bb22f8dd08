import { applyHeaders } from './headerPolicy';

describe('an operation on headers', () => {
  it.each([
    ['set', { 'x-a': '1' }, { 'x-a': 'new' }],
    ['set', {}, { 'x-a': 'new' }],
    ['push', { 'x-a': '1' }, { 'x-a': '1, new' }],
    ['push', {}, { 'x-a': 'new' }],
    ['add', { 'x-a': '1' }, { 'x-a': '1, new' }],
    ['add', {}, {}],
    ['delete', { 'x-a': '1', 'x-b': '2' }, { 'x-b': '2' }],
    ['delete', {}, {}],
  ])('%s on %j gives %j', (op, before, after) => {
    const headers = new Map(Object.entries(before));
    const operation = { op, header: 'X-A', value: 'new' };
    applyHeaders({ request: [operation] }, 'request', headers);
    expect(Object.fromEntries(headers)).toEqual(after);
  });

  it('is for requests or for responses', () => {
    const headers = new Map([['x-a', '1']]);
    const operation = { op: 'delete', header: 'X-A' };
    applyHeaders({ request: [operation] }, 'response', headers);
    expect(headers.get('x-a')).toBe('1');
  });
});
