import fc from 'fast-check';
import { InferenceServer } from '../objects';
import { llmObjectOf, released, RELEASED } from './__testUtils__/released';
import { parseInferenceService } from './parse';
import { parseLlmInferenceService } from './parseLlm';
import { Service, urlOfOwned } from './ownedService';
import { aServer } from '../../__testUtils__/builders';

const nasty = fc.oneof(
  fc.jsonValue({ maxDepth: 6 }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    null,
    undefined,
    '__proto__',
    'constructor',
    '{{.Name}}',
    'https://a:b@c',
    -0,
    1e400,
  ),
  fc.bigInt().map(String),
);

type Json = Record<string, unknown> | unknown[];

/** Every place in a document, as a path. */
function placesIn(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) {
    return [path];
  }
  return [
    path,
    ...Object.entries(value).flatMap(([key, one]) =>
      placesIn(one, [...path, key]),
    ),
  ];
}

function withValue(document: unknown, path: string[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) {
    return value;
  }
  const copy: Json = Array.isArray(document)
    ? [...document]
    : { ...(typeof document === 'object' ? document : {}) };
  const inner: unknown = Reflect.get(copy, key);
  Reflect.set(copy, key, withValue(inner, rest, value));
  return copy;
}

/** A real object of which one place holds anything. */
function spoilt(objects: readonly unknown[]) {
  return fc
    .constantFrom(...objects)
    .chain(object =>
      fc
        .tuple(fc.constantFrom(...placesIn(object)), nasty)
        .map(([path, value]) => withValue(object, path, value)),
    );
}

const cases = [
  {
    kind: 'InferenceService',
    parse: parseInferenceService,
    objects: Object.keys(RELEASED).map(name => released(name)),
  },
  {
    kind: 'LLMInferenceService',
    parse: parseLlmInferenceService,
    objects: [
      llmObjectOf({
        annotations: { 'rhdh.io/owner': 'a' },
        spec: {
          replicas: 1,
          model: { uri: 'a', name: 'b', lora: { adapters: [{ name: 'c' }] } },
          template: { containers: [{ resources: { limits: { cpu: 1 } } }] },
        },
        status: {
          url: 'https://a',
          addresses: [{ name: 'internal', url: 'http://b.demo.svc' }],
          conditions: [{ type: 'Ready', status: 'False', reason: 'x' }],
        },
      }),
    ],
  },
];

describe.each(cases)('any $kind', ({ kind, parse, objects }) => {
  const check = (raw: unknown) => {
    const { server, issues } = parse(raw, 'local');
    if (server) {
      expect(InferenceServer.safeParse(server).error).toBeUndefined();
    } else {
      expect(issues.length).toBeGreaterThan(0);
    }
    for (const issue of issues) {
      expect(issue.object).toContain(kind);
      expect(JSON.stringify(issue).length).toBeLessThan(2000);
    }
  };

  it('with anything in one place is read, or refused by name and field', () => {
    expect(() =>
      fc.assert(fc.property(spoilt(objects), check), { numRuns: 2000 }),
    ).not.toThrow();
  });

  it('that is any JSON at all is refused', () => {
    expect(() =>
      fc.assert(fc.property(fc.jsonValue({ maxDepth: 10 }), check)),
    ).not.toThrow();
  });

  it.each<[string, unknown]>([
    ['deep nesting', JSON.parse('['.repeat(50_000) + ']'.repeat(50_000))],
    ['a huge name', { metadata: { name: 'x'.repeat(1e6), namespace: 'y' } }],
    ['prototype keys', JSON.parse('{"__proto__":{"metadata":1},"spec":{}}')],
  ])('with %s is refused at once', (_name, raw) => {
    const started = process.cpuUsage();
    check(raw);
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(2_000);
  });

  it('with a huge text in each place is read in time, and no shown text is huge', () => {
    const huge = '--lora-modules ={{.Name}} token= '.repeat(30_000);
    for (const path of placesIn(objects[0])) {
      const started = process.cpuUsage();
      const { server } = parse(withValue(objects[0], path, huge), 'local');
      expect(server?.stateReason?.length ?? 0).toBeLessThanOrEqual(500);
      expect(process.cpuUsage(started).user / 1000).toBeLessThan(2_000);
    }
  });

  it('pollutes no prototype', () => {
    const texts = JSON.parse(
      '{"__proto__":"polluted","rhdh.io/__proto__":"x"}',
    );
    const object = {
      ...objects[0],
      metadata: {
        name: 'a',
        namespace: 'b',
        uid: 'c',
        annotations: texts,
        labels: texts,
      },
    };
    parse(object, 'local');
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

it('any Service gives a URL or none', () => {
  fc.assert(
    fc.property(
      spoilt([
        {
          metadata: {
            name: 'granite-predictor',
            namespace: 'demo',
            ownerReferences: [{ uid: 'uid-of-granite' }],
          },
          spec: { ports: [{ name: 'http', port: 80, targetPort: 'x' }] },
        },
      ]),
      raw => {
        const { data } = Service.safeParse(raw);
        const url = data && urlOfOwned(aServer(), [data]);
        expect(url === undefined || URL.canParse(url)).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});
