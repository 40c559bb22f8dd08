import { originAndPath, redactUrl } from './redactUrl';

describe('redactUrl', () => {
  it.each([
    ['https://host/a?limit=5&watch=true', 'https://host/a?limit=5&watch=true'],
    ['https://host/a?token=x&limit=5', 'https://host/a?token=redacted&limit=5'],
    ['https://host/a?key=x&key=y', 'https://host/a?key=redacted'],
    ['https://me:pass@host/a#frag', 'https://host/a'],
    ['no url with a secret', '(not a URL)'],
  ])('of %s shows %s', (url, shown) => {
    expect(redactUrl(url)).toBe(shown);
  });

  it('bounds the length', () => {
    expect(redactUrl(`https://host/${'x'.repeat(5_000)}`)).toHaveLength(515);
  });
});

describe('originAndPath', () => {
  it('drops the query', () => {
    expect(originAndPath('https://u:p@host:8443/a?b=c')).toBe(
      'https://host:8443/a',
    );
  });
});
