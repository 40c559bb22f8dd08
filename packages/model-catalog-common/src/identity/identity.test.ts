import fc from 'fast-check';
import { allocate, type Claim } from './allocate';
import { documentUriChoices } from './documentUri';
import { isEntityName, nameChoices } from './entityName';
import { formatKey, parseKey, type RecordKey } from './keys';
import { nameOfRef, parseOwner } from './ownerRef';
import { isTag, toTag } from './tags';

/** Names as people give them: separators, spaces, Unicode, up to 200 characters. */
const anyName = fc.oneof(
  fc.string({ maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.stringMatching(/^[a-z0-9_./ -]{1,20}$/),
  fc.constantFrom(
    'granite-3.1-8b',
    'granite-31-8b',
    'my_model',
    '日本語',
    'a/b',
  ),
);

const anyKey: fc.Arbitrary<RecordKey> = fc.oneof(
  fc.record({
    kind: fc.constant('version' as const),
    registry: anyName,
    model: anyName,
    version: anyName,
  }),
  fc.record({
    kind: fc.constantFrom('server' as const, 'served' as const),
    cluster: anyName,
    namespace: anyName,
    resource: fc.constantFrom(
      'inferenceservice' as const,
      'llminferenceservice' as const,
    ),
    name: anyName,
  }),
);

describe('keys', () => {
  it('round-trip for any names', () => {
    fc.assert(
      fc.property(anyKey, key => {
        expect(parseKey(formatKey(key))).toEqual(key);
      }),
    );
  });

  it.each(['', 'version/a/b', 'server/c/n/pod/x', 'version/a/%/c', 'other/a'])(
    'of others are no keys: %j',
    text => {
      expect(parseKey(text)).toBeUndefined();
    },
  );

  it('take half a surrogate pair, which has no UTF-8 form', () => {
    const key = formatKey({
      kind: 'version',
      registry: 'r',
      model: '\uD800',
      version: '1',
    });

    expect(key).toBe('version/r/%EF%BF%BD/1');
  });
});

describe('entity names', () => {
  it.each([
    ['granite-3.1-8b-1.0', /^granite-3\.1-8b-1\.0$/],
    ['granite 3.1', /^granite-3\.1-[0-9a-f]{8}$/],
    ['org/model', /^org-model-[0-9a-f]{8}$/],
    ['Modèle élan', /^Modele-elan-[0-9a-f]{8}$/],
    ['日本語', /^x[0-9a-f]{8}$/],
    ['a'.repeat(63), /^a{63}$/],
    ['a'.repeat(200), /^a{54}-[0-9a-f]{8}$/],
    ['_x_', /^x-[0-9a-f]{8}$/],
  ])('%s', (text, expected) => {
    expect([...nameChoices(text, 'key')][0]).toMatch(expected);
  });

  it('are valid for any text, every choice of them', () => {
    fc.assert(
      fc.property(anyName, anyName, (text, key) => {
        expect(
          [...nameChoices(text, key)].filter(n => !isEntityName(n)),
        ).toEqual([]);
      }),
    );
  });
});

const claimsOf = (texts: readonly string[]): Claim[] =>
  texts.map((text, index) => ({
    key: `k${index}`,
    createdAt: `2026-01-${String((index % 28) + 1).padStart(2, '0')}`,
    choices: () => nameChoices(text, `k${index}`),
  }));

describe('allocation', () => {
  it('gives unique names to any objects, ignoring case', () => {
    fc.assert(
      fc.property(fc.array(anyName, { maxLength: 40 }), texts => {
        const names = [...allocate(claimsOf(texts)).values()];

        expect(names).toHaveLength(texts.length);
        expect(new Set(names.map(n => n.toLowerCase())).size).toBe(
          names.length,
        );
      }),
    );
  });

  it('renames nobody when others come or go', () => {
    fc.assert(
      fc.property(
        fc.array(anyName, { maxLength: 20 }),
        fc.array(anyName, { maxLength: 20 }),
        fc.nat(),
        (first, more, gone) => {
          const given = allocate(claimsOf(first));
          const claims = claimsOf([...first, ...more]).filter(
            (_, index) => first.length === 0 || index !== gone % first.length,
          );
          const later = allocate(claims, given);

          const stayed = claims.filter(({ key }) => given.has(key));
          expect(stayed.map(({ key }) => later.get(key))).toEqual(
            stayed.map(({ key }) => given.get(key)),
          );
        },
      ),
    );
  });

  it('is the same in whatever order the objects are listed', () => {
    const claims = claimsOf(['x', 'X', 'x', 'a b', 'a/b']);

    expect(new Map([...allocate([...claims].reverse())].sort())).toEqual(
      new Map([...allocate(claims)].sort()),
    );
  });

  it('lets the older of two objects keep the plain name', () => {
    const claim = (key: string, createdAt: string): Claim => ({
      key,
      createdAt,
      choices: () => nameChoices('granite', key),
    });
    const names = allocate([claim('new', '2026-02'), claim('old', '2026-01')]);

    expect(names.get('old')).toBe('granite');
    expect(names.get('new')).toMatch(/^granite-[0-9a-f]{8}$/);
  });
});

describe('document paths', () => {
  it('hold any names and survive a URL parser as they are', () => {
    fc.assert(
      fc.property(anyName, anyName, (first, second) => {
        for (const path of documentUriChoices(first, second, 'key')) {
          expect(new URL(path, 'http://localhost:9090').pathname).toBe(path);
          expect(path.split('/')).toHaveLength(4);
        }
      }),
    );
  });
});

describe('owners', () => {
  it.each([
    ['alice', 'user:default/alice'],
    [' alice ', 'user:default/alice'],
    ['alice@corp.com', 'user:default/alice'],
    ['group:team-a', 'group:default/team-a'],
    ['Group:default/team-a', 'group:default/team-a'],
    ['group:ns/team-a', 'group:ns/team-a'],
    ['kube:admin', undefined],
    ['a b', undefined],
    ['a/b/c', undefined],
    ['@corp.com', undefined],
    ['', undefined],
  ])('%j is %s', (written, ref) => {
    expect(parseOwner(written)).toBe(ref);
  });

  it('have a bare name', () => {
    expect(nameOfRef('group:default/team-a')).toBe('team-a');
    expect(nameOfRef('alice')).toBe('alice');
  });
});

describe('tags', () => {
  it.each([
    ['Text Generation', 'text-generation'],
    ['language_model', 'language-model'],
    ['c++', 'c++'],
    ['日本語', undefined],
    ['--', undefined],
  ])('%j becomes %s', (label, tag) => {
    expect(toTag(label)).toBe(tag);
  });

  it('are valid or none for any label', () => {
    fc.assert(
      fc.property(anyName, label => {
        const tag = toTag(label);
        expect(tag === undefined || isTag(tag)).toBe(true);
      }),
    );
  });
});
