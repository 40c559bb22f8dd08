import type { OfferingAuth, ServedOffering } from '@model-catalog/common';
import fc from 'fast-check';
import { anOffering } from '../__testUtils__/offerings';
import {
  curlArguments,
  definitionOf,
  openai,
  record,
} from './__testUtils__/callable';
import { howToCall, howToCallPage } from './howToCall';

const GATEWAY = 'https://gateway.example.com';

const served = (change: Partial<ServedOffering> = {}): ServedOffering => ({
  ...anOffering({ gatewayUrls: { production: GATEWAY } }),
  name: 'granite-gateway',
  match: { by: 'explicit', evidence: '' },
  isShownHere: true,
  ...change,
});

const definition = definitionOf(openai('/v1', 'models', 'chat'));

/** What is said of calling it as a service. */
function sectionOf(
  change: Partial<ServedOffering>,
  more: Parameters<typeof record>[0] = {},
): string {
  const page = howToCall({
    record: record(more, { offerings: [served(change)] }),
    definition,
  });
  return page?.split('## How to call it as a service')[1] ?? '';
}

describe('how a model is called as a service', () => {
  it('is not said where it is not offered', () => {
    const plain = howToCall({ record: record(), definition });
    expect(plain).not.toContain('as a service');
    expect(
      howToCall({ record: record({}, { offerings: [] }), definition }),
    ).toBe(plain);
  });

  it('says where, with which key, plan and model', () => {
    const section = sectionOf({});
    expect(section).toContain(`* **URL**: \`${GATEWAY}\``);
    expect(section).toContain('Authorization: Bearer');
    expect(section).toContain('* **Model**: `granite-8b`');
    expect(section).toContain('* **Plans**: Standard Plan');
    expect(section).toContain('https://maas.example.com/admin/services');
  });

  it.each<[string, OfferingAuth, string[], string]>([
    [
      'behind Bearer',
      {
        type: 'api-key',
        location: 'header',
        header: 'Authorization',
        scheme: 'Bearer',
      },
      [`${GATEWAY}/v1/chat/completions`, '-H', 'Authorization: Bearer my-key'],
      'api_key=os.environ["API_KEY"]',
    ],
    [
      'in a header of its own',
      { type: 'api-key', location: 'header', header: 'X-Key' },
      [`${GATEWAY}/v1/chat/completions`, '-H', 'X-Key: my-key'],
      'default_headers={"X-Key": os.environ["API_KEY"]}',
    ],
    [
      'in the query',
      { type: 'api-key', location: 'query', parameter: 'user_key' },
      [`${GATEWAY}/v1/chat/completions?user_key=my-key`],
      'default_query={"user_key": os.environ["API_KEY"]}',
    ],
    [
      'beside an id',
      { type: 'app-id-and-key', location: 'query', parameter: 'app_key' },
      [`${GATEWAY}/v1/chat/completions?app_id=my-app&app_key=my-key`],
      'default_query={"app_id": os.environ["APP_ID"], "app_key": os.environ["API_KEY"]}',
    ],
    [
      'nowhere',
      { type: 'none' },
      [`${GATEWAY}/v1/chat/completions`],
      'api_key="none"',
    ],
  ])('shows a request with the key %s', (_, auth, words, python) => {
    const section = sectionOf({ auth });
    expect(curlArguments(section).slice(0, words.length)).toEqual(words);
    expect(section).toContain(python);
    expect(section).toContain(`base_url="${GATEWAY}/v1"`);
  });

  it('shows none that the gateway does not let by', () => {
    const operations = [{ method: 'POST', pattern: '/v1/embeddings$' }];
    expect(sectionOf({ operations })).not.toContain('curl');
  });

  it('goes below the path where the server is mounted', () => {
    const section = sectionOf({
      backends: [{ path: '/llm' }],
      operations: [{ method: 'POST', pattern: '/llm/v1/chat/completions$' }],
    });
    expect(curlArguments(section)[0]).toBe(
      `${GATEWAY}/llm/v1/chat/completions`,
    );
  });

  it('is said of a server without an address of its own to show', () => {
    const offered = { offerings: [served()] };
    const inside = record({ annotations: {} }, offered);
    const page = howToCallPage({ record: inside, externalOnly: true });
    expect(page).toContain('# Granite 3.3\n\n## How to call it as a service');
  });

  it.each([
    ['stopped', { state: 'stopped' as const }, served()],
    [
      'a gateway inside only',
      {},
      served({ gatewayUrls: { production: 'http://apicast.3scale.svc:8080' } }),
    ],
    ['no gateway', {}, served({ gatewayUrls: {} })],
    [
      'a gateway with a password',
      {},
      served({ gatewayUrls: { production: 'https://u:p@x.example.com' } }),
    ],
  ])('is not said of one with %s', (_, rest, offering) => {
    const offered = record({}, { offerings: [offering], ...rest });
    const page = howToCall({ record: offered, externalOnly: true }) ?? '';
    expect(page).not.toContain('as a service');
  });

  it('lets nothing out of its place that others wrote', () => {
    const hostile = fc.array(
      fc.constantFrom(
        "'",
        '"',
        '`',
        '```\n',
        '$(x)',
        '<b>',
        '](x)',
        '\n',
        'a',
        '\\',
      ),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(hostile, parts => {
        const text = parts.join('');
        const section = sectionOf({
          title: text,
          modelName: text,
          auth: { type: 'api-key', location: 'header', header: text },
          plans: served().plans.map(plan => ({ ...plan, title: text })),
        });
        const prose = section
          .replace(/^(`{3,})(sh|python)\n[\s\S]*?\n\1$/gm, '')
          .replace(/^\* \*\*\w+\*\*: /gm, '')
          .replace(/<\/?code>/g, '')
          .replace(/`[A-Za-z0-9 .,:/_~@+-]+`/g, '')
          .replace(/&#\d+;/g, '');
        expect(prose).not.toMatch(/[<>[\]{}|*_`\\$!]/);
        const words = section.includes('```sh') ? curlArguments(section) : [];
        expect(words.filter(word => word.startsWith('$'))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
