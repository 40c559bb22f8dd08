import fc from 'fast-check';
import { stringify, parse } from 'yaml';
import { ASKED } from '../contract/labels';
import type { DesiredObject } from '../contract/types';
import { refusal } from '../profiles/__testUtils__/gateway';
import { schemaErrors } from './__testUtils__/crds';
import { server, settings } from './__testUtils__/servers';
import { renderOfferings } from './renderOfferings';

jest.setTimeout(120_000);

const text = fc.string({ unit: 'binary', maxLength: 60 });
const path = fc.oneof(
  fc.constantFrom('/v1/chat/completions', '/metrics', '/a/{b}', '/{x}/{x}'),
  text.map(one => `/${one}`),
);
const document = fc
  .dictionary(
    path,
    fc.record(
      { get: fc.jsonValue(), post: fc.jsonValue() },
      { requiredKeys: [] },
    ),
    { maxKeys: 4 },
  )
  .map(paths =>
    JSON.stringify({ openapi: '3.1.0', info: { title: 'x' }, paths }),
  );

const any = fc.record(
  {
    annotations: fc.dictionary(
      fc.constantFrom(...Object.values(ASKED), 'maas.rhdh.io/unknown'),
      fc.oneof(
        text,
        fc.constantFrom(
          'true',
          'custom',
          'tei',
          'vllm-openai',
          'none',
          'audio',
          'granite',
        ),
      ),
      { maxKeys: 4 },
    ),
    displayName: text,
    description: text,
    runtimeImage: text,
    modelFormat: text,
    servedName: text,
    openApi: fc.oneof(document, text),
    demandsToken: fc.boolean(),
  },
  { requiredKeys: [] },
);

const patternsIn = (objects: readonly DesiredObject[]): string[] =>
  objects.flatMap(({ spec }) =>
    JSON.parse(JSON.stringify(spec?.mappingRules ?? [])).map(
      (rule: { pattern: string }) => rule.pattern,
    ),
  );

const definitionsIn = (objects: readonly DesiredObject[]): unknown[] =>
  objects.flatMap(({ stringData }) =>
    Object.values(stringData ?? {}).map(one => JSON.parse(one)),
  );

it('whatever users write, what is rendered is valid, or an error says why it is not', () => {
  fc.assert(
    fc.property(any, fc.boolean(), (more, knows) => {
      const [offering] = renderOfferings([server(more)], {
        ...settings,
        ...(knows && { modelTokenSecret: 'token' }),
      });
      const { objects = [], problems = [] } = offering ?? {};
      const isRefused = problems.some(({ severity }) => severity === 'error');
      expect(objects.length > 0).toBe(!isRefused);
      expect(objects.flatMap(schemaErrors)).toEqual([]);
      const patterns = patternsIn(objects);
      expect(patterns.flatMap(one => refusal(one) ?? [])).toEqual([]);
      expect(patterns).not.toContain('/metrics$');
      expect(definitionsIn(objects)).toEqual(
        definitionsIn(objects).map(() =>
          expect.objectContaining({
            openapi: '3.0.3',
            security: [{ key: [] }],
          }),
        ),
      );
      expect(parse(stringify(objects, { version: '1.1' }))).toEqual(
        JSON.parse(JSON.stringify(objects)),
      );
    }),
    { numRuns: 300, endOnFailure: true },
  );
});

it('a thousand models take no longer than a pass may', () => {
  const all = Array.from({ length: 1000 }, (_, index) =>
    server({ name: `model-${index}` }),
  );
  const since = process.cpuUsage();
  const offerings = renderOfferings(all, settings);
  const took = process.cpuUsage(since).user / 1000;
  expect(offerings.flatMap(({ problems }) => problems)).toEqual([]);
  expect(took).toBeLessThan(30_000);
});
