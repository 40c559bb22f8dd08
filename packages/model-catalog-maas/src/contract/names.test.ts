import { ASKED } from './labels';
import { type OwnedNames, resolveNames } from './names';
import { serverKey } from './serverKey';
import type { PublishableServer } from './types';

const server = (
  namespace: string,
  name: string,
  more: Partial<PublishableServer> = {},
): PublishableServer => ({
  resource: 'inferenceservice',
  namespace,
  name,
  uid: '',
  labels: {},
  annotations: {},
  demandsToken: false,
  ...more,
});

const called = (systemName: string) => ({
  annotations: { [ASKED.systemName]: systemName },
});

const namesOf = (
  servers: readonly PublishableServer[],
  owned: readonly OwnedNames[] = [],
) =>
  Object.fromEntries(
    [...resolveNames(servers, owned)].map(([key, { names }]) => [key, names]),
  );

const errorsOf = (
  servers: readonly PublishableServer[],
  owned: readonly OwnedNames[] = [],
) =>
  Object.fromEntries(
    [...resolveNames(servers, owned)].flatMap(([key, { problems }]) => {
      const errors = problems.filter(({ severity }) => severity === 'error');
      return errors.length > 0
        ? [[key, errors.map(({ message }) => message).join()]]
        : [];
    }),
  );

describe('names', () => {
  it.each([
    ['demo', 'granite', {}, 'maas-demo-granite', 'demo-granite'],
    [
      'demo',
      'granite',
      { resource: 'llminferenceservice' },
      'maas-demo-granite-llm',
      'demo-granite-llm',
    ],
    ['demo', 'granite', called('g-8b'), 'maas-demo-granite', 'g-8b'],
    [
      'llm-hosting',
      'granite-8b-code-instruct-128k',
      {},
      'maas-llm-hosting-granite-8b-code-instruct-128k',
      'llm-hosting-granite-8b-code-4a8f5fe3',
    ],
    [
      'n'.repeat(63),
      'x',
      {},
      expect.stringMatching(/^maas-n{49}-[0-9a-f]{8}$/),
      expect.stringMatching(/^n{27}-[0-9a-f]{8}$/),
    ],
    [
      'demo',
      'a.b',
      {},
      expect.stringMatching(/^maas-demo-a-b-[0-9a-f]{8}$/),
      expect.stringMatching(/^demo-a-b-[0-9a-f]{8}$/),
    ],
    [
      'demo',
      'a--b',
      {},
      expect.stringMatching(/^maas-demo-a-b-[0-9a-f]{8}$/),
      expect.stringMatching(/^demo-a-b-[0-9a-f]{8}$/),
    ],
  ] as const)(
    'of %s/%s %j are %s and %s',
    (namespace, name, more, resource, systemName) => {
      const one = server(namespace, name, more);
      expect(namesOf([one])[serverKey(one)]).toMatchObject({
        resource,
        systemName,
        activeDoc: expect.stringMatching(/^[a-z0-9]{9,63}$/),
      });
      expect(errorsOf([one])).toEqual({});
    },
  );

  it('of both kinds with one name are apart', () => {
    const both = [
      server('demo', 'granite'),
      server('demo', 'granite', { resource: 'llminferenceservice' }),
    ];
    expect(errorsOf(both)).toEqual({});
    expect(
      new Set(Object.values(namesOf(both)).map(one => one.resource)).size,
    ).toBe(2);
  });

  it('of an LLMInferenceService and a server that is called as its objects would be are apart', () => {
    const both = [
      server('demo', 'granite-llm', called('one')),
      server('demo', 'granite', { resource: 'llminferenceservice' }),
    ];
    expect(errorsOf(both)).toEqual({});
    const names = Object.values(namesOf(both)).map(one => one.resource);
    expect(new Set(names).size).toBe(2);
    expect(names).toContain('maas-demo-granite-llm');
  });

  it('of two namespaces that make one text are apart, or an error says so', () => {
    const all = [server('a-b', 'c'), server('a', 'b-c')];
    expect(errorsOf(all)).toEqual({
      'a/inferenceservice/b-c': expect.stringContaining(
        'a-b/inferenceservice/c',
      ),
    });
    const apart = [server('a-b', 'c'), server('a', 'b-c', called('other'))];
    expect(errorsOf(apart)).toEqual({});
  });
});

describe('two that want one system name', () => {
  const one = server('a', 'x', called('granite'));
  const two = server('b', 'y', called('granite'));

  it.each([
    ['the first by key', one, two, 'b/inferenceservice/y'],
    [
      'the older',
      { ...one, createdAt: '2026-02-01T00:00:00Z' },
      { ...two, createdAt: '2026-01-01T00:00:00Z' },
      'a/inferenceservice/x',
    ],
    [
      'the one whose age is known',
      one,
      { ...two, createdAt: '2026-01-01T00:00:00Z' },
      'a/inferenceservice/x',
    ],
  ])('%s gets it; the other an error that names both', (_, a, b, loser) => {
    for (const order of [
      [a, b],
      [b, a],
    ]) {
      const errors = errorsOf(order);
      expect(Object.keys(errors)).toEqual([loser]);
      expect(errors[loser]).toContain('a/inferenceservice/x');
      expect(errors[loser]).toContain('b/inferenceservice/y');
    }
  });

  it.each(['granite_8b', 'granite-8b'])(
    '%s and its twin lead to one host: that is the same',
    systemName => {
      const twin = systemName.replace(/[-_]/, c => (c === '-' ? '_' : '-'));
      expect(
        Object.keys(
          errorsOf([
            server('a', 'x', called(systemName)),
            server('b', 'y', called(twin)),
          ]),
        ),
      ).toEqual(['b/inferenceservice/y']);
    },
  );

  const owned = {
    server: 'b/inferenceservice/y',
    resource: 'maas-b-y',
    systemName: 'granite',
  };

  it('the one that has it already keeps it', () => {
    expect(Object.keys(errorsOf([one, two], [owned]))).toEqual([
      'a/inferenceservice/x',
    ]);
  });

  it('nobody gets it from a server that is gone while its product stands', () => {
    expect(errorsOf([one], [owned])).toEqual({
      'a/inferenceservice/x': expect.stringContaining('b/inferenceservice/y'),
    });
  });
});

it('a name that stands in 3scale stays, and the annotation gets a warning', () => {
  const one = server('a', 'x', called('new-name'));
  const owned = {
    server: serverKey(one),
    resource: 'maas-older',
    systemName: 'old-name',
  };
  const reading = resolveNames([one], [owned]).get(serverKey(one));
  expect(reading?.names).toMatchObject({
    resource: 'maas-older',
    systemName: 'old-name',
  });
  expect(reading?.problems).toEqual([
    expect.objectContaining({
      severity: 'warning',
      message: expect.stringContaining('cannot rename'),
    }),
  ]);
});
