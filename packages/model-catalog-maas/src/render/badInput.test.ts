import { ASKED } from '../contract/labels';
import type { PublishableServer, RenderSettings } from '../contract/types';
import {
  asked,
  objectOf,
  rendered,
  server,
  settings,
} from './__testUtils__/servers';
import { renderOfferings } from './renderOfferings';

const plan = {
  systemName: 'standard',
  name: 'Standard',
  published: true,
  approvalRequired: false,
  limits: [],
};

const withPlan = (more: object) => ({
  plans: { default: [{ ...plan, ...more }] },
});
const limit = { period: 'minute', value: 1, metric: 'hits' };

type Case = [
  string,
  Partial<PublishableServer>,
  Partial<RenderSettings>,
  string,
  RegExp,
];

const CASES: Case[] = [
  [
    'a Service without port',
    { endpoint: undefined, endpointProblem: 'Service x has no TCP port' },
    {},
    'status',
    /no TCP port/,
  ],
  ['no Service', { endpoint: undefined }, {}, 'status', /is it deployed/],
  [
    'a token that nobody has',
    { demandsToken: true },
    {},
    'metadata.annotations["security.opendatahub.io/enable-auth"]',
    /modelTokenSecret/,
  ],
  [
    'plans that there are not',
    asked({ plans: 'gold' }),
    {},
    ASKED.plans,
    /known: default/,
  ],
  [
    'plans of the prototype',
    asked({ plans: 'constructor' }),
    {},
    ASKED.plans,
    /known: default/,
  ],
  [
    'a limit of what is not counted',
    {},
    withPlan({ limits: [{ ...limit, metric: 'total_tokens' }] }),
    ASKED.plans,
    /token-metrics: "true"/,
  ],
  [
    'a limit of an unknown method',
    {},
    withPlan({ limits: [{ ...limit, metric: 'post_v1_responses' }] }),
    ASKED.plans,
    /post_v1_chat_completions/,
  ],
  [
    'one limit twice',
    {},
    withPlan({ limits: [limit, { ...limit, value: 2 }] }),
    ASKED.plans,
    /twice in one period/,
  ],
  [
    'an unknown period',
    {},
    withPlan({ limits: [{ ...limit, period: 'second' }] }),
    ASKED.plans,
    /must be one of eternity/,
  ],
  [
    'half a hit',
    {},
    withPlan({ limits: [{ ...limit, value: 0.5 }] }),
    ASKED.plans,
    /0\.limits\.0\.value/,
  ],
  [
    'a negative price',
    {},
    withPlan({ costMonth: -1 }),
    ASKED.plans,
    /costMonth/,
  ],
  [
    'a tenth of a cent',
    {},
    withPlan({ setupFee: 0.001 }),
    ASKED.plans,
    /setupFee/,
  ],
  [
    'a plan with a hostile name',
    {},
    withPlan({ name: 'a\nb' }),
    ASKED.plans,
    /0\.name/,
  ],
  [
    'a plan with a hostile system name',
    {},
    withPlan({ systemName: '../x' }),
    ASKED.plans,
    /0\.systemName/,
  ],
  [
    'no plan at all',
    {},
    { plans: { default: [] } },
    ASKED.plans,
    /needs a plan/,
  ],
  [
    'an unknown runtime',
    { runtimeImage: 'quay.io/x/y', modelFormat: 'z' },
    {},
    ASKED.profile,
    /set vllm-openai/,
  ],
];

it.each(CASES)(
  '%s publishes nothing, and says what to do',
  (_, more, set, field, message) => {
    const { objects, promote, problems } = rendered(more, set);
    expect([objects, promote]).toEqual([[], undefined]);
    expect(problems).toEqual([
      {
        field: expect.stringContaining(field),
        message: expect.stringMatching(message),
        severity: 'error',
      },
    ]);
  },
);

it('all problems of a server are told at once', () => {
  const { problems } = rendered({
    ...asked({ title: '', promote: 'x', plans: 'gold' }),
    endpoint: undefined,
  });
  expect(problems.map(({ field }) => field)).toEqual([
    `metadata.annotations["${ASKED.title}"]`,
    `metadata.annotations["${ASKED.promote}"]`,
    'status',
  ]);
});

it('two models with one system name: the later one is not published, and its error names both', () => {
  const [a, b] = renderOfferings(
    ['b', 'a'].map(name =>
      server({ name, ...asked({ systemName: 'granite' }) }),
    ),
    settings,
  );
  expect([a?.objects.length, b?.objects.length]).toEqual([4, 0]);
  expect(b?.problems[0]?.message).toContain('llm-hosting/inferenceservice/a');
  expect(b?.problems[0]?.message).toContain('llm-hosting/inferenceservice/b');
});

it.each([
  ['line ends and a header', 'Granite\r\nX-Evil: 1'],
  ['terminal codes', '\u001b[2J\u001b[31mGranite'],
  ['what turns text', 'Granite\u202Egpj'],
])('a display name with %s is made one line', (_, displayName) => {
  const offering = rendered({ displayName });
  const { name } = objectOf(offering, 'Product').spec ?? {};
  expect(name).toMatch(/^[\x20-\x7e]+$/);
  expect(name).toContain('Granite');
});

it('texts of users reach names and descriptions only, never the configuration of the gateway', () => {
  const hostile = 'os.execute("id") {{ngx.exit(500)}} $(id)';
  const offering = rendered({
    displayName: hostile,
    description: hostile,
    servedName: hostile,
    ...asked({ title: hostile, description: hostile }),
  });
  const { name, description, ...configured } =
    objectOf(offering, 'Product').spec ?? {};
  expect([name, description]).toEqual([hostile, hostile]);
  expect(JSON.stringify(configured)).not.toMatch(/execute|ngx|\$\(/);
});

it('a definition that is too long for a Secret is left out, and the rest is published', () => {
  const description = 'x'.repeat(1000);
  const paths = Object.fromEntries(
    Array.from({ length: 100 }, (_, index) => [
      `/p${index}`,
      {
        get: {
          description: description.repeat(10),
          responses: { 200: { description: 'ok' } },
        },
      },
    ]),
  );
  const openApi = JSON.stringify({
    openapi: '3.0.3',
    info: { title: 'x', version: '1' },
    paths,
  });
  const { objects, problems } = rendered({
    ...asked({ profile: 'custom' }),
    openApi,
  });
  expect(objects.map(({ kind }) => kind)).toEqual(['Backend', 'Product']);
  expect(problems).toEqual([
    expect.objectContaining({
      severity: 'warning',
      message: expect.stringContaining('too long'),
    }),
  ]);
});
