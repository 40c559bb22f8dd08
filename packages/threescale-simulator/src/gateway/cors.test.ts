import { corsHeaders, isPreflight } from './cors';

const HUB = 'https://hub.example.com';

describe('the origin that a browser is told', () => {
  it.each([
    ['*', HUB, '*'],
    [HUB, HUB, HUB],
    ['^(https://hub\\.example\\.com|https://lab\\.example)$', HUB, HUB],
    [HUB, 'https://evil.example', HUB],
    [undefined, HUB, HUB],
    [HUB, undefined, HUB],
  ])('allowed %s, from %s: %s', (allow_origin, origin, told) => {
    const headers = corsHeaders({ allow_origin }, { origin });
    expect(headers['access-control-allow-origin']).toBe(told);
  });

  it('is never that of a page that no pattern allows', () => {
    const headers = corsHeaders(
      { allow_origin: '^https://(a|b)\\.example$' },
      { origin: 'https://evil.example' },
    );
    expect(Object.values(headers)).not.toContain('https://evil.example');
  });
});

describe('a question of a browser', () => {
  const origin = HUB;
  const asks = { origin, 'access-control-request-method': 'POST' };

  it.each([
    ['OPTIONS', asks, true],
    ['OPTIONS', { origin }, false],
    ['OPTIONS', {}, false],
    ['POST', asks, false],
  ])('%s with %j: %s', (method, headers, expected) => {
    expect(isPreflight(method, headers)).toBe(expected);
  });

  it('is answered with what it asks for where the policy leaves it open', () => {
    const told = corsHeaders(
      {},
      { ...asks, 'access-control-request-headers': 'x-a' },
    );
    expect(told).toMatchObject({
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'x-a',
      'access-control-allow-credentials': 'true',
    });
  });
});
