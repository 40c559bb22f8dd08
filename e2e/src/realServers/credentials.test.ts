import { parse } from 'yaml';
import {
  kubeconfig,
  lastCertificate,
  newUsers,
  tokensCsv,
} from './credentials';

const admin = { name: 'admin', token: 'abc', groups: ['system:masters', 'x'] };
const limited = { name: 'limited', token: 'def', groups: [] };

describe('the credentials of the test server', () => {
  it('are rows of token, user, uid and quoted groups', () => {
    expect(tokensCsv([admin, limited])).toBe(
      'abc,admin,admin-uid,"system:masters,x"\ndef,limited,limited-uid\n',
    );
  });

  it('are new for each server, and only admin has a group', () => {
    const users = newUsers(['limited']);
    expect(users.map(user => [user.name, user.groups])).toEqual([
      ['admin', ['system:masters']],
      ['limited', []],
    ]);
    const tokens = [...users, ...newUsers(['limited'])].map(user => user.token);
    expect(new Set(tokens).size).toBe(4);
  });

  it('make a kubeconfig whose current context leads to server, CA and token', () => {
    const text = kubeconfig({
      server: 'https://127.0.0.1:6443',
      caPem: 'PEM',
      user: limited,
      namespace: 'default',
    });
    expect(parse(text)).toMatchObject({
      'current-context': 'real',
      contexts: [
        { name: 'real', context: { cluster: 'real', user: 'limited' } },
      ],
      clusters: [
        {
          cluster: {
            server: 'https://127.0.0.1:6443',
            'certificate-authority-data': 'UEVN',
          },
        },
      ],
      users: [{ name: 'limited', user: { token: 'def' } }],
    });
  });
});

describe('the CA in a chain', () => {
  const pem = (body: string) =>
    `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;

  it('is its last certificate', () => {
    expect(lastCertificate(pem('leaf') + pem('ca'))).toBe(pem('ca'));
  });

  it('is missed loudly', () => {
    expect(() => lastCertificate('')).toThrow('holds no certificate');
  });
});
