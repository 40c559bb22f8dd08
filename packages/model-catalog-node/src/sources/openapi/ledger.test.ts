import { digestOf } from '@model-catalog/common';
import { aServer } from '../../__testUtils__/builders';
import type { InferenceServer } from '../objects';
import { createLedger } from './ledger';
import type { ProbeOutcome } from './probe';
import type { Roster } from './roster';
import { DEFAULT_SCHEDULE, pauseAfter } from './schedule';

const DIGEST = digestOf('{}');
const found: ProbeOutcome = { kind: 'found', digest: DIGEST, text: '{}' };
const silent: ProbeOutcome = { kind: 'silent', reason: 'was refused' };

/** Exactly these servers. */
const only = (...servers: InferenceServer[]): Roster => ({
  servers,
  isGone: () => true,
});

describe('whom to ask for a definition', () => {
  const granite = aServer({ name: 'granite' });
  const llama = aServer({ name: 'llama' });

  function aLedger(...servers: InferenceServer[]) {
    const ledger = createLedger('openapi', DEFAULT_SCHEDULE);
    ledger.update(only(...servers), 0);
    return ledger;
  }
  /** A ledger that has a definition of `granite`. */
  function aLedgerWithGranite() {
    const ledger = aLedger(granite);
    ledger.take(0);
    ledger.book(granite, found, 0);
    return ledger;
  }
  const idsOf = (ledger: ReturnType<typeof aLedger>) => {
    const result = ledger.result();
    return 'objects' in result ? result.objects.map(({ id }) => id) : [];
  };
  const removedOf = (ledger: ReturnType<typeof aLedger>) => {
    const result = ledger.result();
    return 'removed' in result ? [...result.removed] : [];
  };

  it('asks each ready server once, then waits', () => {
    const ledger = aLedger(granite, llama);
    expect(ledger.take(0)?.name).toBe('granite');
    expect(ledger.take(0)?.name).toBe('llama');
    expect(ledger.take(0)).toBeUndefined();
    ledger.book(granite, found, 0);
    expect(ledger.take(60_000)).toBeUndefined();
    expect(ledger.untilNext(60_000)).toBe(3_600_000 - 60_000);
  });

  it('does not look at all servers at each step while none is due', () => {
    let looks = 0;
    const servers = Array.from({ length: 1_000 }, (_, index) => ({
      ...aServer({ name: `s${index}` }),
      get state() {
        looks += 1;
        return 'ready' as const;
      },
    }));
    const ledger = aLedger(...servers);
    for (const server of servers) {
      expect(ledger.take(0)).toBe(server);
    }
    for (const server of servers) {
      ledger.book(server, silent, 0);
      expect(ledger.take(1)).toBeUndefined();
      expect(ledger.untilNext(1)).toBe(1_999);
    }
    expect(looks).toBeLessThan(5 * servers.length);
    expect(ledger.take(2_000)).toBe(servers[0]);
  });

  it.each(['stopped', 'not-ready', 'failed', 'scaled-to-zero'] as const)(
    'never asks one that is %s',
    state => {
      const ledger = aLedger({ ...granite, state });
      expect(ledger.take(0)).toBeUndefined();
      expect(ledger.untilNext(0)).toBe(Number.POSITIVE_INFINITY);
    },
  );

  it('leaves one alone whose owner asks for it', () => {
    const properties = { 'rhdh.modelcatalog.io/api-discovery': 'False ' };
    const ledger = aLedger({ ...granite, properties });
    expect(ledger.take(0)).toBeUndefined();
    ledger.update(only(granite), 1);
    expect(ledger.take(1)?.name).toBe('granite');
  });

  it('remembers a bounded number of those that are gone, the newest', () => {
    const many = Array.from({ length: 12_000 }, (_, index) =>
      aServer({ name: `server-${index}` }),
    );
    const ledger = aLedger(...many);
    ledger.update(only(), 1);
    const removed = removedOf(ledger);
    expect(removed).toHaveLength(10_000);
    expect(removed).toContain(many.at(-1)?.id);
  });

  it('keeps what a server was found to be when it falls silent', () => {
    const ledger = aLedger(granite);
    const facts = { protocol: 'openai' as const, servedModels: ['granite-8b'] };
    const refused: ProbeOutcome = { kind: 'refused', reason: '404', facts };
    const objects = () => {
      const result = ledger.result();
      return 'objects' in result ? result.objects : [];
    };
    ledger.take(0);
    expect(ledger.book(granite, refused, 0)).toBe(true);
    expect(objects()).toEqual([{ id: granite.id, ...facts }]);
    expect(ledger.book(granite, silent, 1)).toBe(false);
    const locked = { ...refused, facts: { wantsToken: true } };
    expect(ledger.book(granite, locked, 2)).toBe(true);
    expect(objects()).toEqual([{ id: granite.id, ...facts, wantsToken: true }]);
    expect(ledger.book(granite, refused, 3)).toBe(true);
    expect(objects()).toEqual([{ id: granite.id, ...facts }]);
  });

  it('reports a token that is configured and cannot be had', () => {
    const ledger = aLedger(granite);
    const reason = 'was not asked: the token file /t is missing or empty';
    ledger.take(0);
    ledger.book(granite, { kind: 'refused', reason, tell: 'warn' }, 0);
    expect(ledger.result().issues).toMatchObject([
      { object: granite.id, reason },
    ]);
  });

  it('asks a silent one again, less and less often', () => {
    const ledger = aLedger(granite);
    let now = 0;
    const pauses: number[] = [];
    for (let count = 0; count < 4; count += 1) {
      ledger.take(now);
      ledger.book(granite, silent, now);
      pauses.push(ledger.untilNext(now));
      now += ledger.untilNext(now);
    }
    expect(pauses).toEqual([2000, 4000, 8000, 16_000]);
  });

  it('asks one that was never heard of before those that were silent', () => {
    const ledger = aLedger(granite);
    ledger.take(0);
    ledger.book(granite, silent, 0);
    ledger.update(only(granite, llama), 5000);
    expect(ledger.take(5000)?.name).toBe('llama');
  });

  it.each([
    ['another generation', { generation: 2 }],
    ['another address', { externalUrl: 'https://other.example.com' }],
  ])('asks again for %s, and keeps the last good definition', (_, change) => {
    const ledger = aLedgerWithGranite();
    const changed = { ...granite, ...change };
    ledger.update(only(changed), 1);
    expect(ledger.take(1)).toEqual(changed);
    ledger.book(changed, silent, 1);
    expect(idsOf(ledger)).toEqual([granite.id]);
    expect(ledger.text(DIGEST)).toBe('{}');
  });

  it.each([
    ['at once, when it was silent before', silent, 'granite'],
    ['not, when its definition is known', found, undefined],
  ])('asks one that is ready again %s', (_, outcome, expected) => {
    const ledger = aLedger(granite);
    ledger.take(0);
    ledger.book(granite, outcome, 0);
    ledger.update(only({ ...granite, state: 'not-ready' }), 1);
    ledger.update(only(granite), 2);
    expect(ledger.take(2)?.name).toBe(expected);
  });

  it('does not ask a silent one sooner because it is still ready', () => {
    const ledger = aLedger(granite);
    ledger.take(0);
    ledger.book(granite, silent, 0);
    ledger.update(only({ ...granite }), 1);
    expect(ledger.take(1)).toBeUndefined();
  });

  it('keeps the definition of a server that stops', () => {
    const ledger = aLedgerWithGranite();
    expect(ledger.update(only({ ...granite, state: 'stopped' }), 1)).toBe(
      false,
    );
    expect(idsOf(ledger)).toEqual([granite.id]);
  });

  it('forgets a server that is gone, and says so', () => {
    const ledger = aLedgerWithGranite();
    expect(ledger.update(only(), 1)).toBe(true);
    expect(idsOf(ledger)).toEqual([]);
    expect(removedOf(ledger)).toEqual([granite.id]);
  });

  it('keeps what it knows of a server that a list lacks without proof, asks it nothing, and goes on when it is back', () => {
    const ledger = aLedgerWithGranite();
    const without: Roster = { servers: [llama], isGone: () => false };
    expect(ledger.update(without, 1)).toBe(true);
    expect(ledger.update(without, 2)).toBe(false);
    expect(idsOf(ledger)).toEqual([granite.id]);
    expect(removedOf(ledger)).toEqual([]);
    const nextHour = 3_700_000;
    expect(ledger.take(nextHour)?.name).toBe('llama');
    expect(ledger.take(nextHour)).toBeUndefined();

    ledger.update(only(granite, llama), nextHour);
    expect(ledger.take(nextHour)?.name).toBe('granite');
  });

  it('shows no old definition for a new server of the same name', () => {
    const ledger = aLedgerWithGranite();
    const again = { ...granite, uid: 'another' };
    expect(ledger.update(only(again), 1)).toBe(true);
    expect(idsOf(ledger)).toEqual([]);
    expect(removedOf(ledger)).toEqual([granite.id]);

    expect(ledger.book(granite, found, 1)).toBe(false);
    ledger.take(1);
    expect(
      ledger.book(again, { ...found, digest: digestOf('[]'), text: '[]' }, 1),
    ).toBe(true);
    expect(idsOf(ledger)).toEqual([granite.id]);
    expect(removedOf(ledger)).toEqual([]);
  });

  it('asks again at once when the server changed while it was asked', () => {
    const ledger = aLedger(granite);
    ledger.take(0);
    ledger.update(only({ ...granite, generation: 2 }), 1);
    ledger.book(granite, found, 2);
    expect(ledger.take(2)?.generation).toBe(2);
  });

  it('says that nothing has changed when the same definition is found again', () => {
    const ledger = aLedgerWithGranite();
    ledger.take(3_600_000);
    expect(ledger.book(granite, found, 3_600_000)).toBe(false);
  });

  it('reports what is no definition, until there is one', () => {
    const ledger = aLedger(granite);
    ledger.take(0);
    const invalid: ProbeOutcome = {
      kind: 'invalid',
      url: 'http://granite/openapi.json',
      field: 'paths',
      reason: 'expected record',
    };
    expect(ledger.book(granite, invalid, 0)).toBe(true);
    expect(ledger.result().issues).toMatchObject([
      {
        source: 'openapi',
        object: `http://granite/openapi.json of ${granite.id}`,
        field: 'paths',
      },
    ]);
    expect(ledger.book(granite, found, 1)).toBe(true);
    expect(ledger.result().issues).toEqual([]);
  });

  it('asks often at first, rarely when it is no use', () => {
    expect(pauseAfter('silent', 20, DEFAULT_SCHEDULE)).toBe(300_000);
    expect(pauseAfter('refused', 1, DEFAULT_SCHEDULE)).toBe(30_000);
    expect(pauseAfter('refused', 20, DEFAULT_SCHEDULE)).toBe(1_800_000);
  });
});
