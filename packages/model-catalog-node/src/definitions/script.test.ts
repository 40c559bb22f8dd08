import { LIMITS } from './limits';
import { flawOf } from './plausible';

const openapi = (more: object) =>
  JSON.stringify({
    openapi: '3.0.3',
    info: { title: 't', version: '1', ...more },
    paths: {},
  });
const asyncapi = (more: object) =>
  JSON.stringify({ asyncapi: '2.6.0', info: { title: 't' }, ...more });

// eslint-disable-next-line no-script-url
const SCRIPT = 'javascript:alert(1)';

describe('a definition that people wrote', () => {
  it.each([
    ['openapi', openapi({ termsOfService: SCRIPT })],
    ['openapi', openapi({ contact: { url: ' JavaScript:alert(1)' } })],
    ['openapi', openapi({ license: { url: 'java\nscript:alert(1)' } })],
    [
      'openapi',
      `openapi: 3.0.3\ninfo: {title: t, version: '1', contact: {url: "vbscript:x"}}\npaths: {}\n`,
    ],
    ['openapi', openapi({ 'x-logo': { url: 'data:text/html,<script>' } })],
    ['asyncapi', asyncapi({ externalDocs: { url: SCRIPT } })],
  ] as const)('is refused with a script for an address (%s)', (type, text) => {
    expect(flawOf(type, text)).toMatch(
      /holds a script where an address belongs/,
    );
  });

  it.each([
    ['openapi', openapi({ contact: { url: 'https://example.com' } })],
    ['openapi', openapi({ description: SCRIPT })],
    ['asyncapi', asyncapi({ externalDocs: { url: 'https://example.com' } })],
  ] as const)('is taken with addresses (%s)', (type, text) => {
    expect(flawOf(type, text)).toBeUndefined();
  });

  it.each([
    ['openapi', openapi],
    ['asyncapi', asyncapi],
  ] as const)(
    'is taken with a list as long as it may hold (%s)',
    (type, text) => {
      const list = new Array<number>(LIMITS.nodes - 20).fill(1);
      expect(flawOf(type, text({ 'x-list': list }))).toBeUndefined();
    },
  );

  it('is refused with a script at the end of such a list', () => {
    const list = [...new Array<number>(LIMITS.nodes - 20).fill(1)];
    const text = openapi({ 'x-list': [...list, { url: SCRIPT }] });
    expect(flawOf('openapi', text)).toMatch(/holds a script/);
  });
});
