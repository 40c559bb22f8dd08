import { INTERNAL_SERVICE_URL } from '@model-catalog/common';
import type { Offer } from '../definitions/offers';
import {
  curlArguments,
  definitionOf,
  openai,
  record,
  URL_INSIDE,
  URL_OUTSIDE,
} from './__testUtils__/callable';
import { howToCall, howToCallPage } from './howToCall';

describe('how a server is called', () => {
  it.each<[string, Offer[], string[], string, unknown, string | undefined]>([
    [
      'OpenAI API',
      [openai('/v1', 'models', 'chat', 'completions', 'embeddings')],
      [],
      '/v1/chat/completions',
      {
        model: 'granite-8b',
        messages: [{ role: 'user', content: 'What can you do?' }],
      },
      'client.chat.completions.create',
    ],
    [
      'OpenAI API',
      [openai('/v1', 'models', 'chat', 'completions', 'embeddings')],
      ['feature-extraction'],
      '/v1/embeddings',
      { model: 'granite-8b', input: ['a text', 'another text'] },
      'client.embeddings.create',
    ],
    [
      'OpenAI API',
      [openai('/openai/v1', 'completions')],
      [],
      '/openai/v1/completions',
      { model: 'granite-8b', prompt: 'Once upon a time', max_tokens: 64 },
      'client.completions.create',
    ],
    [
      'Open Inference Protocol V2',
      [{ protocol: 'open-inference-v2', base: '', operations: ['infer'] }],
      [],
      '/v2/models/granite-8b/infer',
      { inputs: [{ name: 'x', datatype: 'FP64', shape: [1, 2], data: [] }] },
      undefined,
    ],
    [
      'KServe V1 protocol',
      [{ protocol: 'kserve-v1', base: '', operations: ['predict'] }],
      [],
      '/v1/models/granite-8b:predict',
      { instances: [[0.1, 0.2, 0.3]] },
      undefined,
    ],
    [
      'Text Embeddings Inference',
      [{ protocol: 'tei', base: '', operations: ['embed'] }],
      [],
      '/embed',
      { inputs: ['a text', 'another'] },
      undefined,
    ],
  ])('%s %#', (title, offers, tags, path, body, python) => {
    const page = howToCall({
      record: record({ tags }),
      definition: definitionOf(...offers),
    });

    expect(page).toContain(`* **Speaks**: ${title}`);
    expect(page).toMatch(/^## How to call it\n/);
    const [url, h, token, , json, d, sent] = curlArguments(page);
    expect([url, h, token, json, d]).toEqual([
      `${URL_OUTSIDE}${path}`,
      '-H',
      'Authorization: Bearer the-token',
      'Content-Type: application/json',
      '-d',
    ]);
    expect(JSON.parse(sent ?? '')).toEqual(body);
    expect(page?.includes('```python')).toBe(python !== undefined);
    expect(page).toContain(python ?? '');
  });

  it('is said with the base of the client, not of the request', () => {
    const page = howToCall({
      record: record(),
      definition: definitionOf(openai('/v3', 'chat')),
    });

    expect(page).toContain(`base_url="${URL_OUTSIDE}/v3"`);
    expect(page).toContain('api_key=os.environ["TOKEN"]');
  });

  it.each([
    [true, 'a token is needed', true],
    [false, 'none is needed', false],
    [undefined, 'that is not known', true],
  ])('authentication %s: %s', (authentication, _, isSent) => {
    const page = howToCall({
      record: record({ authentication }),
      definition: definitionOf(openai('/v1', 'chat')),
    });

    expect(page?.includes('Bearer $TOKEN')).toBe(isSent);
    expect(page?.includes('oc create token granite-sa -n demo')).toBe(
      authentication === true,
    );
    expect(page).toContain(isSent ? 'os.environ["TOKEN"]' : 'api_key="none"');
  });

  it('with the URL of the cluster, where there is no other, and says so', () => {
    const inside = record({
      annotations: { [INTERNAL_SERVICE_URL]: URL_INSIDE },
    });

    expect(howToCall({ record: inside })).toContain(
      `\`${URL_INSIDE}\`, which is reached from inside of the cluster only`,
    );
    expect(howToCall({ record: inside, externalOnly: true })).toBeUndefined();
  });

  it.each([
    ['no API', { API: undefined }],
    [
      'a URL with a password',
      {
        annotations: {},
        API: { url: 'https://u:p@x.example.com', type: 'openapi', spec: '' },
      },
    ],
    [
      'no URL at all',
      { annotations: {}, API: { url: '', type: 'openapi', spec: '' } },
    ],
  ] as const)('is not said of a server with %s', (_, more) => {
    expect(howToCall({ record: record(more) })).toBeUndefined();
  });

  it.each([
    ['no definition', undefined],
    ['a minimal one', '{"openapi":"3.0.3","paths":{}}'],
    ['one that is none', 'nonsense: ['],
    ['one of another protocol', '{"paths":{"/score-customers":{"post":{}}}}'],
    ['one without POST', '{"paths":{"/v1/chat/completions":{"get":{}}}}'],
  ])('points to the definition, where there is %s', (_, definition) => {
    const page = howToCall({ record: record(), definition });

    expect(page).toContain('Its API in this catalog has the definition');
    expect(page).toContain(`\`${URL_OUTSIDE}\``);
    expect(page).not.toContain('```');
  });

  it('asks GraphQL what GraphQL is asked', () => {
    const page = howToCall({
      record: record({
        API: {
          url: URL_OUTSIDE,
          type: 'graphql',
          spec: 'type Query { a: Int }',
        },
      }),
      definition: 'type Query { a: Int }',
    });

    expect(curlArguments(page)).toContain('{"query":"{ __typename }"}');
  });

  it('follows the path of the server that a definition names', () => {
    const document = {
      servers: [{ url: '/models/granite' }],
      paths: { '/v1/chat/completions': { post: {} } },
    };
    const page = howToCall({
      record: record(),
      definition: JSON.stringify(document),
    });

    expect(curlArguments(page)[0]).toBe(
      `${URL_OUTSIDE}/models/granite/v1/chat/completions`,
    );
  });

  it('never sends anybody to the host that a definition names', () => {
    const document = {
      servers: [{ url: 'https://evil.example.com/x' }],
      paths: { '/v1/chat/completions': { post: {} } },
    };
    const page = howToCall({
      record: record(),
      definition: JSON.stringify(document),
    });

    expect(page).not.toContain('evil');
  });
});

describe('the page of a server without a card', () => {
  it('has its name as its title, whatever is in it', () => {
    const page = howToCallPage({
      record: record({}, { title: 'Granite <b>\n# 3.3' }),
      definition: definitionOf(openai('/v1', 'chat')),
    });

    expect(page).toMatch(
      /^# Granite &#60;b&#62; &#35; 3\.3\n\n## How to call it\n/,
    );
    expect(page).toContain('/v1/chat/completions');
  });

  it.each([
    ['minimal', 'says how to supply one'],
    ['property', 'has the definition'],
  ] as const)('leads to its API, whose definition is %s', (origin, text) => {
    const definition = { digest: 'd', origin };
    const page = howToCallPage({ record: record({}, { definition }) });

    expect(page).toContain(text);
  });

  it.each(['stopped', 'failed'] as const)('is none while it is %s', state => {
    expect(howToCallPage({ record: record({}, { state }) })).toBeUndefined();
  });
});
