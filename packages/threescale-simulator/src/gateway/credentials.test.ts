import { userKeyIn } from './credentials';

const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;

describe('where the key is', () => {
  it.each([
    ['Bearer k1', 'k1'],
    [basic('k1:'), 'k1'],
    [basic(':k1'), 'k1'],
    [basic('k1'), 'k1'],
    [basic('k1:other'), 'k1'],
    ['bearer k1', undefined],
    ['basic azE6', undefined],
    ['k1', undefined],
    ['Token k1', undefined],
    ['', undefined],
  ])('authorization: %s is %s', (authorization, key) => {
    const place = {
      credentials_location: 'authorization',
      auth_user_key: 'user_key',
    } as const;
    const query = new URLSearchParams('user_key=other');
    expect(userKeyIn(place, { headers: { authorization }, query })).toBe(key);
  });

  it.each([
    [{ authorization: 'k1' }, 'k1'],
    [{ authorization: 'Bearer k1' }, 'Bearer k1'],
    [{}, undefined],
  ])('headers: the whole value of Authorization in %j', (headers, key) => {
    const place = {
      credentials_location: 'headers',
      auth_user_key: 'Authorization',
    } as const;
    expect(userKeyIn(place, { headers, query: new URLSearchParams() })).toBe(
      key,
    );
  });

  it.each([
    ['user_key=k1', 'k1'],
    ['key=k1', undefined],
    ['user_key=', undefined],
  ])('query: %s is %s', (query, key) => {
    const place = {
      credentials_location: 'query',
      auth_user_key: 'user_key',
    } as const;
    const carrier = {
      headers: { authorization: 'Bearer other' },
      query: new URLSearchParams(query),
    };
    expect(userKeyIn(place, carrier)).toBe(key);
  });
});
