import fc from 'fast-check';
import { ORIGINAL_OWNER } from '@model-catalog/common';
import { chooseLifecycle } from './lifecycle';
import { chooseOwner, type OwnerClaim, type Place } from './owner';
import { NO_OWNER_RULES, type OwnerRules } from './rules';

const RULES: OwnerRules = {
  transform: {
    stripDomain: true,
    replace: [
      { match: /^kube:(.+)$/, with: 'kube-$1' },
      { match: /^system:serviceaccount:([^:]+):.+$/, with: 'group:$1' },
    ],
    map: new Map([
      ['alice', 'group:alices'],
      ['Bob Builder', 'bob'],
    ]),
  },
  namespaces: new Map([
    ['team-*', 'group:team'],
    ['team-a', 'group:team-a'],
  ]),
};

const claim = (written: string | undefined): OwnerClaim[] => [
  { field: 'owner', written },
];

function ownerOf(
  claims: readonly OwnerClaim[],
  { rules, place }: { rules?: OwnerRules; place?: Place } = {},
) {
  const reasons: string[] = [];
  const options = { defaultOwner: 'nobody', owners: rules };
  const owner = chooseOwner(claims, { options, place }, (field, reason) =>
    reasons.push(`${field}: ${reason}`),
  );
  return { ...owner, reasons };
}

describe('the owner', () => {
  it.each([
    ['carol', 'user:default/carol'],
    ['carol@corp.com', 'user:default/carol'],
    ['alice@corp.com', 'group:default/alices'],
    ['Bob Builder', 'user:default/bob'],
    ['kube:admin', 'user:default/kube-admin'],
    ['system:serviceaccount:pipelines:runner', 'group:default/pipelines'],
    ['group:other/team-x', 'group:other/team-x'],
  ])('%s becomes %s by the rules', (written, ref) => {
    expect(ownerOf(claim(written), { rules: RULES })).toMatchObject({
      ref,
      annotations: {},
      reasons: [],
    });
  });

  it.each(['kube:admin', 'two words', 'x'.repeat(300), '@', 'a/b/c'])(
    '%s is the default where no rule helps, and is kept beside it',
    written => {
      const owner = ownerOf(claim(written));

      expect(owner.ref).toBe('user:default/nobody');
      expect(owner.annotations[ORIGINAL_OWNER]).toBe(written.slice(0, 256));
      expect(owner.reasons).toHaveLength(1);
    },
  );

  it('keeps its domain when told so, and then is no reference', () => {
    const transform = { ...NO_OWNER_RULES.transform, stripDomain: false };
    const rules = { ...NO_OWNER_RULES, transform };

    expect(ownerOf(claim('a@corp.com'), { rules }).ref).toBe(
      'user:default/nobody',
    );
  });

  it.each<[string, OwnerClaim[], Place, string]>([
    [
      'the first claim that says one',
      [...claim(' '), ...claim('b'), ...claim('c')],
      { namespace: 'team-a' },
      'user:default/b',
    ],
    [
      'the namespace',
      [],
      { namespace: 'team-a', group: 'g' },
      'group:default/team-a',
    ],
    [
      'a pattern of the namespace',
      [],
      { namespace: 'team-b' },
      'group:default/team',
    ],
    [
      'the label of the namespace',
      [],
      { namespace: 'x', group: 'g' },
      'group:default/g',
    ],
    [
      'the default',
      [],
      { namespace: 'x', group: 'not a group' },
      'user:default/nobody',
    ],
    ['the default', [], {}, 'user:default/nobody'],
    [
      'the namespace, where a name cannot be used',
      claim('two words'),
      { namespace: 'team-b' },
      'group:default/team',
    ],
  ])('is that of %s', (_what, claims, place, ref) => {
    expect(ownerOf(claims, { rules: RULES, place }).ref).toBe(ref);
  });

  it('is a reference, whatever is written and whatever the rules make of it', () => {
    const texts = fc.string({ unit: 'binary', maxLength: 400 });
    const rules = fc.record({
      transform: fc.record({
        stripDomain: fc.boolean(),
        replace: fc.array(
          fc.record({
            match: fc.constantFrom(/(.*)/, /^/, /[^a-z]/, /(?<x>.)$/),
            with: fc.oneof(texts, fc.constantFrom('$1$1', '$&$&$&', '$<x>')),
          }),
          { maxLength: 12 },
        ),
        map: fc.dictionary(texts, texts).map(o => new Map(Object.entries(o))),
      }),
      namespaces: fc
        .dictionary(texts, texts)
        .map(o => new Map(Object.entries(o))),
    });
    fc.assert(
      fc.property(texts, texts, rules, (written, namespace, given) => {
        const { ref, name } = ownerOf(claim(written), {
          rules: given,
          place: { namespace, group: written },
        });
        expect(ref).toMatch(
          /^(user|group):[a-zA-Z0-9-]+\/[a-zA-Z0-9]([a-zA-Z0-9._-]{0,61}[a-zA-Z0-9])?$/,
        );
        expect(ref.endsWith(`/${name}`)).toBe(true);
      }),
    );
  });

  it('shows no pattern more than 256 characters', () => {
    const seen: number[] = [];
    const match = /(.*)/;
    match[Symbol.replace] = (text: string) => {
      seen.push(text.length);
      return text + text;
    };
    const rules = {
      ...NO_OWNER_RULES,
      transform: {
        ...NO_OWNER_RULES.transform,
        replace: Array(5).fill({ match, with: '' }),
      },
    };
    ownerOf(claim('a'.repeat(100)), { rules });
    ownerOf(claim('a'.repeat(300)), { rules });

    expect(seen).toEqual([100, 200]);
  });
});

describe('the lifecycle', () => {
  const options = {
    defaultLifecycle: 'development',
    lifecycle: {
      map: new Map([['prod', 'production']]),
      namespaces: new Map([['*-prod', 'production']]),
    },
  };

  it.each([
    [{ Lifecycle: 'prod' }, 'x', 'production'],
    [{ Lifecycle: 'beta' }, 'a-prod', 'beta'],
    [{ Lifecycle: ' ' }, 'a-prod', 'production'],
    [{}, 'x', 'development'],
    [{}, undefined, 'development'],
  ])('of %j in namespace %s is %s', (properties, namespace, expected) => {
    expect(chooseLifecycle(properties, options, namespace)).toBe(expected);
  });
});
