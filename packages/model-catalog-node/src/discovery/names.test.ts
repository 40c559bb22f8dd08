import fc from 'fast-check';
import { assignNames, keyOf, type Given, type Nameless } from './names';

const NOTHING: Given = { names: new Map(), known: new Set() };
const rhoai = (service: string, createdAt?: string): Nameless => ({
  namespace: 'rhoai-model-registries',
  service,
  createdAt,
});
const odh = (service: string, createdAt?: string): Nameless => ({
  ...rhoai(service, createdAt),
  namespace: 'odh-model-registries',
});
const other = (service: string): Nameless => ({
  namespace: 'team-a',
  service,
});

describe('assignNames', () => {
  it.each<[string, Nameless[], Given, Record<string, string>]>([
    [
      'an operator namespace gives the short name',
      [rhoai('dev'), odh('prod')],
      NOTHING,
      {
        'rhoai-model-registries/dev': 'dev',
        'odh-model-registries/prod': 'prod',
      },
    ],
    [
      'any other the long one',
      [other('dev')],
      NOTHING,
      { 'team-a/dev': 'team-a.dev' },
    ],
    [
      'of two the older one is short',
      [
        rhoai('dev', '2026-02-01T00:00:00Z'),
        odh('dev', '2026-01-01T00:00:00Z'),
      ],
      NOTHING,
      {
        'odh-model-registries/dev': 'dev',
        'rhoai-model-registries/dev': 'rhoai-model-registries.dev',
      },
    ],
    [
      'of two equally old ones the first namespace',
      [odh('dev'), rhoai('dev')],
      NOTHING,
      {
        'rhoai-model-registries/dev': 'dev',
        'odh-model-registries/dev': 'odh-model-registries.dev',
      },
    ],
    [
      'an older one that comes later takes nothing away',
      [
        rhoai('dev', '2026-02-01T00:00:00Z'),
        odh('dev', '2026-01-01T00:00:00Z'),
      ],
      {
        names: new Map([['rhoai-model-registries/dev', 'dev']]),
        known: new Set(),
      },
      {
        'rhoai-model-registries/dev': 'dev',
        'odh-model-registries/dev': 'odh-model-registries.dev',
      },
    ],
    [
      'one that had the long name in an earlier life keeps it',
      [rhoai('dev')],
      { names: new Map(), known: new Set(['rhoai-model-registries.dev']) },
      { 'rhoai-model-registries/dev': 'rhoai-model-registries.dev' },
    ],
    [
      'one that is away keeps its short name',
      [rhoai('dev')],
      {
        names: new Map([['odh-model-registries/dev', 'dev']]),
        known: new Set(),
      },
      { 'rhoai-model-registries/dev': 'rhoai-model-registries.dev' },
    ],
  ])('%s', (_what, services, given, expected) => {
    expect(Object.fromEntries(assignNames(services, given))).toEqual(expected);
  });

  const services = fc.uniqueArray(
    fc.record({
      namespace: fc.constantFrom(
        'rhoai-model-registries',
        'odh-model-registries',
        'team-a',
      ),
      service: fc.constantFrom('dev', 'prod', 'model-catalog', 'a-b'),
      createdAt: fc.constantFrom(undefined, '2026-01-01T00:00:00Z'),
    }),
    { selector: keyOf },
  );

  it('gives no name twice, and none depends on the order', () => {
    fc.assert(
      fc.property(services, all => {
        const names = assignNames(all, NOTHING);
        expect(new Set(names.values()).size).toBe(all.length);
        expect(assignNames([...all].reverse(), NOTHING)).toEqual(names);
      }),
    );
  });

  it('renames none when others come, also after a restart that remembers ids only', () => {
    fc.assert(
      fc.property(services, services, (first, second) => {
        const before = assignNames(first, NOTHING);
        const all = [
          ...first,
          ...second.filter(one => !before.has(keyOf(one))),
        ];
        const after = assignNames(all, { names: before, known: new Set() });
        for (const [key, name] of before) {
          expect(after.get(key)).toBe(name);
        }
        const restarted = assignNames(all, {
          names: new Map(),
          known: new Set(after.values()),
        });
        expect(new Set(restarted.values()).size).toBe(all.length);
      }),
    );
  });
});
