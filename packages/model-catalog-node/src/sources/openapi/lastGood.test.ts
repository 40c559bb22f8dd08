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
});
