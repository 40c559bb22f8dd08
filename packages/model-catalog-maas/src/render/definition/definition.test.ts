import { flawsOf } from '../__testUtils__/validate';
import { asked, definitionIn, rendered } from '../__testUtils__/servers';

jest.setTimeout(60_000);

const ownPaths = {
  '/v1/models': {
    get: {
      summary: 'Show Available Models',
      security: [{ other: [] }],
      responses: {
        200: {
          description: 'ok',
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/List' },
            },
          },
        },
      },
    },
  },
  '/v1/chat/completions': {
    post: {
      callbacks: { x: {} },
      requestBody: {
        content: {
          'application/json': {
            schema: { $ref: '#/components/schemas/Request' },
          },
        },
      },
      responses: { 200: { content: { 'text/event-stream': {} } } },
    },
  },
  '/load_lora_adapter': { post: { responses: {} } },
  '/v1/unknown': { get: { responses: {} } },
};

const components = {
  schemas: {
    List: {
      type: 'object',
      properties: {
        data: { type: 'array', items: { $ref: '#/components/schemas/Card' } },
      },
    },
    Card: {
      type: 'object',
      properties: {
        parent: { $ref: '#/components/schemas/Card' },
        id: { type: ['string', 'null'] },
      },
    },
    Request: {
      type: 'object',
      properties: { n: { exclusiveMinimum: 0, type: 'integer' } },
    },
    Unused: { type: 'object' },
  },
  securitySchemes: { other: { type: 'http', scheme: 'basic' } },
};

const openApi = (paths: object = ownPaths, version = '3.1.0') =>
  JSON.stringify({
    openapi: version,
    info: { title: 'vLLM', version: '0.11', summary: 's' },
    servers: [{ url: 'http://0.0.0.0:8000' }],
    paths,
    components,
  });

describe('the definition of a server that describes itself', () => {
  const definition = definitionIn(rendered({ openApi: openApi() }));

  it('is its own description of what is offered, and the least of the rest', () => {
    expect(Object.keys(definition.paths)).toHaveLength(8);
    expect(definition.paths['/v1/models'].get.summary).toBe(
      'Show Available Models',
    );
    expect(definition.paths['/health'].get.summary).toBe(
      'Whether the server is well',
    );
    expect(definition.info).toMatchObject({
      title: 'granite',
      version: '0.11',
    });
  });

  it('has no way of its own to log in, no address of its own, and no part that nothing needs', () => {
    expect(definition.paths['/v1/models'].get).not.toHaveProperty('security');
    expect(definition.servers).toHaveLength(1);
    expect(Object.keys(definition.components.schemas)).toEqual([
      'Card',
      'List',
      'Request',
    ]);
    expect(Object.keys(definition.components.securitySchemes)).toEqual(['key']);
    expect(JSON.stringify(definition)).not.toMatch(
      /lora|unknown"|callbacks|0\.0\.0\.0/,
    );
  });

  it('is one that the operator takes: 3.0, each answer described', () => {
    expect(flawsOf([definition])).toEqual(['']);
    const post = definition.paths['/v1/chat/completions'].post;
    expect(post.responses['200'].description).toBe('An answer');
  });
});

it.each([
  ['nothing of what is offered', openApi({ '/other': { get: {} } })],
  [
    'Swagger 2.0',
    '{"swagger":"2.0","info":{"title":"x","version":"1"},"paths":{"/v1/models":{"get":{}}}}',
  ],
  ['nonsense', '{{{'],
])('a document with %s gives way to the template', (_, text) => {
  const { paths } = definitionIn(rendered({ openApi: text }));
  expect(paths['/v1/chat/completions'].post.operationId).toBe(
    'createChatCompletion',
  );
});

it('parameters of a path are those of its template, each once', () => {
  const paths = {
    '/items/{item-id}/{kind}': {
      parameters: [
        { name: 'item-id', in: 'path', schema: { type: 'integer' } },
      ],
      get: {
        parameters: [
          { name: 'gone', in: 'path', required: true, schema: {} },
          { name: 'q', in: 'query', schema: {} },
        ],
        responses: { 200: { description: 'ok' } },
      },
    },
  };
  const definition = definitionIn(
    rendered({ ...asked({ profile: 'custom' }), openApi: openApi(paths) }),
  );
  expect(flawsOf([definition])).toEqual(['']);
  expect(definition.paths['/items/{item-id}/{kind}'].get.parameters).toEqual([
    {
      name: 'item-id',
      in: 'path',
      required: true,
      schema: { type: 'integer' },
    },
    { name: 'q', in: 'query', schema: {} },
    { name: 'kind', in: 'path', required: true, schema: { type: 'string' } },
  ]);
});

it('models of one runtime have definitions of their own', () => {
  const exampleOf = (servedName: string) =>
    definitionIn(rendered({ servedName })).paths['/v1/chat/completions'].post
      .requestBody.content['application/json'].example.model;
  const names = ['one', 'a "quoted" \\ name', '$& $1 {{x}}'];
  expect(names.map(exampleOf)).toEqual(names);
});
