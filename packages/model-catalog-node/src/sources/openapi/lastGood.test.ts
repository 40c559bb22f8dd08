import { digestOf } from '@model-catalog/common';
import { aServer } from '../../__testUtils__/builders';
import type { SourceResult } from '../types';
import type { ServerApi } from '../objects';
import { createLedger } from './ledger';
import type { ProbeOutcome } from './probe';
import { DEFAULT_SCHEDULE } from './schedule';

const server = aServer({ name: 'granite' });
const DIGEST = digestOf('{}');
const found: ProbeOutcome = { kind: 'found', digest: DIGEST, text: '{}' };
const offers = [{ protocol: 'openai' as const, base: '/v1', operations: [] }];
const none: ProbeOutcome = {
  kind: 'refused',
  reason: 'HTTP 404',
  facts: { protocol: 'openai', offers },
};
const unknown: ProbeOutcome = { kind: 'refused', reason: 'HTTP 404' };
const locked: ProbeOutcome = { ...unknown, facts: { wantsToken: true } };
const silent: ProbeOutcome = { kind: 'silent', reason: 'was refused' };

const digestIn = (result: SourceResult<ServerApi>) =>
  'objects' in result ? result.objects[0]?.definitionDigest : undefined;

describe('the last good definition of a server', () => {
  it.each([
    ['falls silent', [silent, silent, silent], DIGEST],
    ['wants a token', [locked, locked, locked], DIGEST],
    ['is not recognised', [unknown, unknown, unknown], DIGEST],
    ['has none, once', [none], DIGEST],
    ['has none, silent between', [none, silent, none], DIGEST],
    ['works without one, twice in a row', [none, none], undefined],
    ['is not recognised, and then has none', [unknown, none], DIGEST],
    ['has one again', [none, none, found], DIGEST],
  ])('when it %s', (_, outcomes, expected) => {
    const ledger = createLedger('openapi', DEFAULT_SCHEDULE);
    ledger.update({ servers: [server], isGone: () => true }, 0);
    for (const outcome of [found, ...outcomes]) {
      ledger.book(server, outcome, 0);
    }
    expect(digestIn(ledger.result())).toBe(expected);
    expect(ledger.text(DIGEST)).toBe(expected && '{}');
  });

  it.each([
    ['has none, once', [none], ['stands']],
    ['has none, twice in a row', [none, none], []],
    ['has one', [found], []],
    ['falls silent', [silent], []],
  ])('of an earlier life, when it %s', (_, outcomes, expected) => {
    const ledger = createLedger('openapi', DEFAULT_SCHEDULE);
    ledger.update({ servers: [server], isGone: () => true }, 0);
    const changed = outcomes.map(one => ledger.book(server, one, 0));
    const result = ledger.result();
    const doubtful = 'unreadable' in result ? [...result.unreadable] : [];

    expect(doubtful).toEqual(expected.map(() => server.id));
    // That it stands no longer is news, too.
    expect(changed.at(-1)).toBe(outcomes[0] !== silent);
  });
});
