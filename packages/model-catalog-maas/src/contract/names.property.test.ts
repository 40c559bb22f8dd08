import fc from 'fast-check';
import { ASKED } from './labels';
import { hostPartOf, resolveNames } from './names';
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

const namesOf = (servers: readonly PublishableServer[]) =>
  Object.fromEntries(
    [...resolveNames(servers)].map(([key, { names }]) => [key, names]),
  );

const label = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,30}[a-z0-9])?$/);
const servers = fc.uniqueArray(
  fc
    .record({
      namespace: fc.oneof(fc.constantFrom('a', 'a-b', 'b'), label),
      name: fc.oneof(
        fc.constantFrom('b-c', 'c', 'c-llm', 'a.b', 'a--b'),
        label,
      ),
      resource: fc.constantFrom(
        'inferenceservice' as const,
        'llminferenceservice' as const,
      ),
      systemName: fc.option(fc.constantFrom('one', 'two', 'one_a', 'one-a'), {
        nil: undefined,
      }),
    })
    .map(({ namespace, name, resource, systemName }) =>
      server(namespace, name, {
        resource,
        ...(systemName !== undefined && called(systemName)),
      }),
    ),
  { selector: serverKey, maxLength: 12 },
);

describe('for any servers', () => {
  it('names are what Kubernetes, the operator and 3scale take', () => {
    fc.assert(
      fc.property(servers, all => {
        for (const { names } of resolveNames(all).values()) {
          expect(names.resource).toMatch(
            /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
          );
          expect(names.systemName).toMatch(/^\w[\w\-/_]+$/);
          expect(names.systemName).toBe(names.systemName.toLowerCase());
          expect(names.systemName.length).toBeLessThanOrEqual(63);
          expect(names.activeDoc).toMatch(/^[a-z0-9]{2,63}$/);
        }
      }),
    );
  });

  it('names are unique, or an error says so', () => {
    fc.assert(
      fc.property(servers, all => {
        const fine = [...resolveNames(all).values()].filter(
          ({ problems }) => !problems.some(one => one.severity === 'error'),
        );
        for (const pick of ['resource', 'systemName', 'activeDoc'] as const) {
          const names = fine.map(({ names: one }) =>
            pick === 'systemName' ? hostPartOf(one[pick]) : one[pick],
          );
          expect(new Set(names).size).toBe(names.length);
        }
      }),
    );
  });

  it('names depend on no order', () => {
    fc.assert(
      fc.property(servers, all => {
        expect(namesOf([...all].reverse())).toEqual(namesOf(all));
      }),
    );
  });

  it('names that were given stay, whoever comes', () => {
    fc.assert(
      fc.property(servers, servers, (first, second) => {
        const before = resolveNames(first);
        const owned = [...before].flatMap(([key, { names, problems }]) =>
          problems.some(one => one.severity === 'error')
            ? []
            : [{ server: key, ...names }],
        );
        const known = new Set(first.map(serverKey));
        const all = [
          ...first,
          ...second.filter(one => !known.has(serverKey(one))),
        ];
        const after = resolveNames(all, owned);
        for (const { server: key } of owned) {
          expect(after.get(key)?.names).toEqual(before.get(key)?.names);
          expect(after.get(key)?.problems).toEqual([]);
        }
      }),
    );
  });
});
