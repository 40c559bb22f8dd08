import { readConnections } from '@model-catalog/connection';
import { matchCard } from './matchCard';

const { connections } = readConnections({
  sidecar: { baseUrl: 'http://127.0.0.1:9090' },
  remote: { baseUrl: 'https://models.example.com/location/' },
});

function match(url: string) {
  const found = matchCard(new URL(url), connections);
  return found && [found.connection.id, found.key];
}

describe('matchCard', () => {
  it.each([
    ['http://127.0.0.1:9090/modelcard?key=a', 'sidecar', 'a'],
    ['http://127.0.0.1:9090/modelcard?key=a%2Fb%20c', 'sidecar', 'a/b c'],
    ['http://127.0.0.1:9090/x/../modelcard?key=a', 'sidecar', 'a'],
    ['http://localhost:9090/modelcard?key=a', 'sidecar', 'a'],
    ['https://models.example.com/location/modelcard?key=a', 'remote', 'a'],
    ['https://models.example.com:443/location/modelcard?key=a', 'remote', 'a'],
  ])('takes %s', (url, id, key) => {
    expect(match(url)).toEqual([id, key]);
  });

  it.each([
    ['another host', 'http://evil.example.com:9090/modelcard?key=a'],
    ['another port', 'http://127.0.0.1:9091/modelcard?key=a'],
    ['another scheme', 'https://127.0.0.1:9090/modelcard?key=a'],
    [
      'a host that begins alike',
      'https://models.example.com.evil.com/location/modelcard?key=a',
    ],
    [
      'our host as a user',
      'https://models.example.com@evil.com/location/modelcard?key=a',
    ],
    ['a user for our host', 'http://user@127.0.0.1:9090/modelcard?key=a'],
    ['a password for our host', 'http://:pw@127.0.0.1:9090/modelcard?key=a'],
    [
      'our URL in a query',
      'https://evil.com/?u=http://127.0.0.1:9090/modelcard&key=a',
    ],
    ['a longer path', 'http://127.0.0.1:9090/modelcard/x?key=a'],
    ['a slash at the end', 'http://127.0.0.1:9090/modelcard/?key=a'],
    ['a path that leads out', 'http://127.0.0.1:9090/modelcard/../list?key=a'],
    ['an encoded path', 'http://127.0.0.1:9090/modelcard%2f..%2flist?key=a'],
    ['a doubled slash', 'http://127.0.0.1:9090//modelcard?key=a'],
    ['a path that begins alike', 'http://127.0.0.1:9090/modelcards?key=a'],
    ['the path without its base', 'https://models.example.com/modelcard?key=a'],
    ['no key', 'http://127.0.0.1:9090/modelcard'],
    ['an empty key', 'http://127.0.0.1:9090/modelcard?key='],
    ['two keys', 'http://127.0.0.1:9090/modelcard?key=a&key=b'],
    [
      'an empty key of a server',
      'http://127.0.0.1:9090/modelcard?key=&server=b',
    ],
    ['an empty server', 'http://127.0.0.1:9090/modelcard?server='],
    ['two servers', 'http://127.0.0.1:9090/modelcard?key=a&server=b&server=c'],
    ['a file', 'file:///modelcard?key=a'],
  ])('refuses %s', (_, url) => {
    expect(match(url)).toBeUndefined();
  });

  it('says for which model server a card is, and by which URLs', () => {
    const url = 'http://127.0.0.1:9090/modelcard?key=a&server=s%2F1';
    expect(matchCard(new URL(url), connections)).toMatchObject({
      key: 'a',
      server: 's/1',
    });
    expect(
      matchCard(new URL(`${url}&urls=external`), connections),
    ).toMatchObject({ urls: 'external' });
  });

  it('takes the page of a server that has no card', () => {
    const url = 'http://127.0.0.1:9090/modelcard?server=s%2F1&urls=external';
    const found = matchCard(new URL(url), connections);

    expect(found).toMatchObject({ server: 's/1', urls: 'external' });
    expect(found).not.toHaveProperty('key');
  });

  it.each([
    ['on another host', 'http://location.example.com:9090'],
    ['on another port', 'http://localhost:9091'],
    ['under a path', 'http://localhost:9090/location'],
    ['with https', 'https://localhost:9090'],
  ])('does not take the address of old services for one %s', (_, baseUrl) => {
    const other = readConnections({ other: { baseUrl } }).connections;
    const url = new URL('http://localhost:9090/modelcard?key=a');
    expect(matchCard(url, other)).toBeUndefined();
  });
});
