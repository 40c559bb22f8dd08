import type { Json } from '@model-catalog/node';
import fc from 'fast-check';
import { toDocument30 } from './document30';
import { toSchema30 } from './schema30';

it.each<[string, Parameters<typeof toSchema30>[0], object]>([
  [
    'a type that may be null',
    { type: ['string', 'null'] },
    { type: 'string', nullable: true },
  ],
  [
    'several types',
    { type: ['string', 'integer'] },
    { anyOf: [{ type: 'string' }, { type: 'integer' }] },
  ],
  [
    'an array among several types',
    { type: ['array', 'string'], items: { type: 'integer' } },
    {
      items: { type: 'integer' },
      anyOf: [
        { type: 'array', items: { type: 'integer' } },
        { type: 'string' },
      ],
    },
  ],
  ['null alone', { type: 'null' }, { nullable: true }],
  ['a constant', { const: 'chat' }, { enum: ['chat'] }],
  [
    'examples',
    { type: 'string', examples: ['a', 'b'] },
    { type: 'string', example: 'a' },
  ],
  [
    'an excluded limit',
    { type: 'integer', exclusiveMinimum: 0, exclusiveMaximum: 9 },
    {
      type: 'integer',
      minimum: 0,
      exclusiveMinimum: true,
      maximum: 9,
      exclusiveMaximum: true,
    },
  ],
  [
    'an excluded limit of 3.0',
    { minimum: 0, exclusiveMinimum: true },
    { minimum: 0, exclusiveMinimum: true },
  ],
  [
    'alternatives with null',
    { anyOf: [{ type: 'integer' }, { type: 'null' }] },
    { anyOf: [{ type: 'integer' }], nullable: true },
  ],
  ['nothing but null', { oneOf: [{ type: 'null' }] }, { nullable: true }],
  [
    'a tuple',
    { type: 'array', prefixItems: [{ type: 'string' }] },
    { type: 'array', items: {} },
  ],
  ['an array of anything', { type: 'array' }, { type: 'array', items: {} }],
  ['what may be anything', true, {}],
  ['what may be nothing', false, { not: {} }],
  [
    'properties named as keywords',
    { properties: { const: { type: ['integer', 'null'] }, examples: true } },
    {
      properties: { const: { type: 'integer', nullable: true }, examples: {} },
    },
  ],
  [
    'a reference',
    { $ref: '#/components/schemas/A' },
    { $ref: '#/components/schemas/A' },
  ],
  [
    'a reference with a description',
    { $ref: '#/a', description: 'x' },
    { description: 'x', allOf: [{ $ref: '#/a' }] },
  ],
  [
    'no required property',
    { type: 'object', required: [] },
    { type: 'object' },
  ],
  [
    'bytes',
    {
      type: 'string',
      contentEncoding: 'base64',
      contentMediaType: 'image/png',
    },
    { type: 'string', format: 'byte' },
  ],
  [
    'what 3.0 cannot say',
    {
      type: 'object',
      patternProperties: { a: {} },
      $defs: { A: {} },
      if: {},
      then: {},
    },
    { type: 'object' },
  ],
  [
    'further properties',
    { type: 'object', additionalProperties: { type: ['string', 'null'] } },
    {
      type: 'object',
      additionalProperties: { type: 'string', nullable: true },
    },
  ],
  [
    'no further properties',
    { type: 'object', additionalProperties: false },
    { type: 'object', additionalProperties: false },
  ],
  [
    'a default that looks like a schema',
    { default: { type: ['a', 'null'], const: 1 } },
    { default: { type: ['a', 'null'], const: 1 } },
  ],
])('%s is said in the words of 3.0', (_, schema, expected) => {
  expect(toSchema30(schema)).toEqual(expected);
});

it('a schema of 3.0 stays as it is', () => {
  const schema = {
    type: 'object',
    required: ['a'],
    properties: { a: { type: 'string', nullable: true, enum: ['x', null] } },
    oneOf: [{ $ref: '#/components/schemas/B' }],
    discriminator: { propertyName: 'a' },
  };
  expect(toSchema30(schema)).toEqual(schema);
});

it('what was converted once stays as it is', () => {
  const types = fc.constantFrom('string', 'integer', 'array', 'null', 'object');
  const part = (inner: fc.Arbitrary<Json>): fc.Arbitrary<Json> =>
    fc.record(
      {
        type: fc.oneof(types, fc.uniqueArray(types, { minLength: 1 })),
        items: inner,
        anyOf: fc.array(inner, { maxLength: 2 }),
        properties: fc.dictionary(fc.constantFrom('a', 'const'), inner),
        const: fc.constantFrom('x', 1),
        exclusiveMinimum: fc.integer(),
      },
      { requiredKeys: [] },
    );
  const leaf = fc.constantFrom<Json>({}, true, { type: ['array', 'null'] });
  fc.assert(
    fc.property(part(part(part(leaf))), one => {
      const once = toSchema30(one);
      expect(toSchema30(once)).toEqual(once);
    }),
    { endOnFailure: true },
  );
});

it('of a document the parts that 3.0 does not know are left out', () => {
  const examples = { a: { value: { type: ['string', 'null'] } } };
  const document = toDocument30({
    openapi: '3.1.0',
    jsonSchemaDialect: 'x',
    info: {
      title: 't',
      version: '1',
      summary: 's',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    webhooks: { a: {} },
    paths: {
      '/a': {
        get: {
          parameters: [{ name: 'q', in: 'query', schema: { const: 1 } }],
          responses: {
            200: {
              content: { 'application/json': { schema: true, examples } },
            },
          },
        },
      },
    },
    components: {
      pathItems: { A: {} },
      schemas: { A: { type: ['string', 'null'] } },
    },
  });
  expect(document).toEqual({
    openapi: '3.0.3',
    info: { title: 't', version: '1', license: { name: 'MIT' } },
    paths: {
      '/a': {
        get: {
          parameters: [{ name: 'q', in: 'query', schema: { enum: [1] } }],
          responses: {
            200: { content: { 'application/json': { schema: {}, examples } } },
          },
        },
      },
    },
    components: { schemas: { A: { type: 'string', nullable: true } } },
  });
});
