import {
  joined,
  publishedSpec,
  type Spec,
  type SpecSchema,
} from '../__testUtils__/specs';
import { flawsOf } from '../__testUtils__/validate';
import type { Offer, Protocol } from '../offers';
import { fromTemplates, TEMPLATES, type TemplateInput } from './build';

const PROTOCOLS: readonly Protocol[] = [
  'openai',
  'open-inference-v2',
  'kserve-v1',
  'tei',
];

/** Everything that the template of a protocol has. */
const whole = (protocol: Protocol, base = ''): Offer => ({
  protocol,
  base,
  operations: Object.keys(TEMPLATES[protocol].operations),
});

const input = (change: Partial<TemplateInput> = {}): TemplateInput => ({
  title: 'Granite',
  description: 'A server',
  urls: ['https://granite.example.com'],
  offers: [whole('openai', '/v1')],
  subject: { model: 'granite-8b', models: [], inputs: [] },
  authentication: false,
  ...change,
});
const made = (change: Partial<TemplateInput> = {}): Spec =>
  JSON.parse(fromTemplates(input(change)));

describe('a definition made from templates', () => {
  it('is a valid OpenAPI document, whatever it is made of', () => {
    const subject = {
      model: 'granite-8b',
      models: ['granite-8b', 'lora-a'],
      inputs: [{ name: 'x', datatype: 'FP32', shape: [-1, 5] }],
    };
    const documents = [
      ...PROTOCOLS.map(protocol => made({ offers: [whole(protocol)] })),
      made({ offers: PROTOCOLS.map(one => whole(one)) }),
      made({ offers: [whole('openai', '/v1'), whole('openai', '/v3')] }),
      made({ authentication: true, subject }),
      made({ offers: [whole('open-inference-v2')], subject }),
      made({ offers: [] }),
    ];
    expect(flawsOf(documents)).toEqual(documents.map(() => ''));
  }, 30_000);

  it('refers to nothing that is not in it, and holds nothing that is not needed', () => {
    for (const protocol of PROTOCOLS) {
      const text = fromTemplates(input({ offers: [whole(protocol)] }));
      const refs = text.match(/(?<=#\/components\/schemas\/)\w+/g) ?? [];
      const { components } = JSON.parse(text);
      expect(Object.keys(components.schemas)).toEqual(
        [...new Set(refs)].sort(),
      );
    }
  });

  it('has no operation that the server does not offer', () => {
    const operations = ['models', 'embeddings', 'constructor', 'unheard-of'];
    const { paths } = made({
      offers: [{ protocol: 'openai', base: '/v3', operations }],
    });
    expect(Object.keys(paths)).toEqual(['/v3/models', '/v3/embeddings']);
  });

  it('names each operation once, also of two protocols', () => {
    const text = fromTemplates(
      input({
        offers: [
          whole('openai', '/openai/v1'),
          whole('kserve-v1'),
          whole('tei'),
        ],
      }),
    );
    const names = text.match(/(?<="operationId": ")[^"]+/g) ?? [];
    expect(new Set(names).size).toBe(names.length);
  });

  it('lets a reader try the model that is served', () => {
    const text = fromTemplates(
      input({
        subject: { model: 'granite-8b', models: ['granite-8b'], inputs: [] },
        offers: [
          { protocol: 'open-inference-v2', base: '', operations: ['infer'] },
        ],
      }),
    );
    const [parameter] =
      JSON.parse(text).paths['/v2/models/{model_name}/infer'].post.parameters;
    expect(parameter).toMatchObject({
      name: 'model_name',
      required: true,
      schema: { default: 'granite-8b', enum: ['granite-8b'] },
    });
  });

  it('asks for a token where one is needed, and only there', () => {
    expect(
      JSON.parse(fromTemplates(input({ authentication: true }))),
    ).toMatchObject({
      security: [{ bearer: [] }],
      components: {
        securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      },
    });
    expect(fromTemplates(input())).not.toContain('bearer');
  });
});

/** Operations of our template, and where the published document has them. */
type Case = readonly [
  template: string,
  published: string,
  method: 'get' | 'post',
];

const V2 = '/v2/models/${MODEL_NAME}/versions/${MODEL_VERSION}';
const FACTS: readonly {
  file: string;
  protocol: Protocol;
  cases: readonly Case[];
}[] = [
  {
    file: 'openai-subset.yaml',
    protocol: 'openai',
    cases: [
      ['/models', '/models', 'get'],
      ['/chat/completions', '/chat/completions', 'post'],
      ['/completions', '/completions', 'post'],
      ['/embeddings', '/embeddings', 'post'],
    ],
  },
  {
    file: 'open-inference-v2.yaml',
    protocol: 'open-inference-v2',
    cases: [
      ['/v2', '/v2/', 'get'],
      ['/v2/health/live', '/v2/health/live', 'get'],
      ['/v2/health/ready', '/v2/health/ready', 'get'],
      ['/v2/models/{model_name}', V2, 'get'],
      ['/v2/models/{model_name}/ready', `${V2}/ready`, 'get'],
      ['/v2/models/{model_name}/infer', `${V2}/infer`, 'post'],
      ['/v2/models/{model_name}/versions/{model_version}', V2, 'get'],
      [
        '/v2/models/{model_name}/versions/{model_version}/ready',
        `${V2}/ready`,
        'get',
      ],
      [
        '/v2/models/{model_name}/versions/{model_version}/infer',
        `${V2}/infer`,
        'post',
      ],
    ],
  },
];

/** Schemas of a body or an answer, joined. */
function bodies(spec: Spec, path: string, method: string) {
  const operation = spec.paths[path]?.[method];
  const schemaOf = (content?: {
    content?: Record<string, { schema?: object }>;
  }) => joined(content?.content?.['application/json']?.schema ?? {}, spec);
  return {
    exists: operation !== undefined,
    request: schemaOf(operation?.requestBody),
    response: schemaOf(operation?.responses?.['200']),
  };
}

/** What we name and they do not, and what we call required and they do not; at each level. */
function missing(
  [mine, ours]: [SpecSchema, Spec],
  [theirs, spec]: [SpecSchema, Spec],
  at = '',
): string[] {
  const known = Object.keys(theirs.properties ?? {});
  const unknown = Object.keys(mine.properties ?? {})
    .filter(name => known.length > 0 && !known.includes(name))
    .map(name => `${at}${name}`);
  const optional = (mine.required ?? [])
    .filter(name => !theirs.required?.includes(name))
    .map(name => `${at}${name} is optional`);
  const inner = Object.entries(mine.properties ?? {}).flatMap(
    ([name, schema]) => {
      const other = theirs.properties?.[name];
      if (!schema.items || !other) {
        return [];
      }
      const list = joined(other, spec).items ?? {};
      return missing(
        [joined(schema.items, ours), ours],
        [joined(list, spec), spec],
        `${at}${name}.`,
      );
    },
  );
  return [...unknown, ...optional, ...inner];
}

for (const { file, protocol, cases } of FACTS) {
  const spec = publishedSpec(file);
  if (spec) {
    describe(`what the template says of ${file}`, () => {
      const ours = made({ offers: [whole(protocol)] });

      it.each(cases)('%s is there', (path, published, method) => {
        const mine = bodies(ours, path, method);
        const theirs = bodies(spec, published, method);
        expect([mine.exists, theirs.exists]).toEqual([true, true]);
        for (const part of ['request', 'response'] as const) {
          const names = missing([mine[part], ours], [theirs[part], spec]);
          expect(names).toEqual([]);
        }
        // What a request must have, a reader is told.
        expect(mine.request.required).toEqual(
          expect.arrayContaining(theirs.request.required ?? []),
        );
      });
    });
  }
}
