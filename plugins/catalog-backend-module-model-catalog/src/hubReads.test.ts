import { mockServices } from '@backstage/backend-test-utils';
import { createHubReads } from './hubReads';

const hub = (data: object) =>
  createHubReads(mockServices.rootConfig({ data: { ...data } }));

const CONFIGURED = hub({
  integrations: {
    gitlab: [
      {
        host: 'git.corp.example.com',
        apiBaseUrl: 'https://git.corp.example.com/api/v4',
      },
    ],
    github: [
      { host: 'ghe.example.com', apiBaseUrl: 'https://ghe.example.com/api/v3' },
    ],
  },
  backend: {
    reading: {
      allow: [
        { host: 'docs.example.com:8443' },
        { host: '*.pages.example.com' },
        { host: 'wiki.example.com', paths: ['/public/'] },
      ],
    },
  },
});

describe('what the hub reads', () => {
  it.each([
    ['https://github.com/o/r', true],
    ['https://git.corp.example.com/o/r', true],
    ['https://ghe.example.com/o/r', true],
    ['https://docs.example.com:8443/x', true],
    ['https://a.pages.example.com/', true],
    ['https://wiki.example.com/public/a', true],
    ['https://wiki.example.com/private/a', false],
    ['https://wiki.example.com/public/../private/a', false],
    ['https://docs.example.com/x', false],
    ['https://pages.example.com.evil.com/', false],
    ['https://evilpages.example.com/', false],
    ['https://github.com.evil.com/o/r', false],
    ['https://github.com@evil.com/o/r', false],
    ['http://169.254.169.254/latest', false],
    ['nonsense', false],
  ])('%s: %s', (url, expected) => {
    expect(CONFIGURED(url)).toBe(expected);
  });

  it('without configuration are the integrations of Backstage itself', () => {
    expect(hub({})('https://github.com/o/r')).toBe(true);
    expect(hub({})('https://git.corp.example.com/o/r')).toBe(false);
  });
});
