import { createSecretCheck, OVERLAP_MS } from './secretCheck';

/** A secret that is read from somewhere; `undefined` while it cannot be. */
function secretOf(first: string | undefined) {
  let text = first;
  let time = 1_000_000;
  let reads = 0;
  const errors: string[] = [];
  const check = createSecretCheck({
    name: 'TOKEN_FILE /token',
    read: async () => {
      reads += 1;
      if (text === undefined) throw new Error('it is not there');
      return text;
    },
    now: () => time,
    onError: message => errors.push(message),
  });
  return {
    check,
    errors,
    reads: () => reads,
    becomes: (next: string | undefined) => {
      text = next;
    },
    pass: (ms: number) => {
      time += ms;
    },
  };
}

describe('a secret that may be replaced', () => {
  it.each([
    ['right', 'accepted'],
    ['wrong', 'refused'],
    ['', 'refused'],
    ['right ', 'refused'],
  ])('is shown as "%s": %s', async (given, verdict) => {
    expect(await secretOf('right').check(given)).toBe(verdict);
  });

  it('is unknown until it was read once', async () => {
    const { check, becomes, pass } = secretOf(undefined);
    expect(await check('one')).toBe('unknown');
    expect(await check('')).toBe('unknown');
    becomes('one');
    pass(1000);
    expect(await check('one')).toBe('accepted');
  });

  it('is read every ten seconds, and after a second for who shows another', async () => {
    const { check, reads, pass } = secretOf('one');
    await check('one');
    pass(9_999);
    await check('one');
    expect(reads()).toBe(1);
    pass(1);
    await check('one');
    expect(reads()).toBe(2);
    await check('two');
    expect(reads()).toBe(2);
    pass(1000);
    await check('two');
    expect(reads()).toBe(3);
  });

  it('is read once for all who ask meanwhile', async () => {
    const { check, reads } = secretOf('one');
    const verdicts = await Promise.all(['one', 'two', 'one'].map(check));
    expect(verdicts).toEqual(['accepted', 'refused', 'accepted']);
    expect(reads()).toBe(1);
  });

  it('opens beside the one before for a while', async () => {
    const { check, becomes, pass } = secretOf('one');
    await check('one');
    becomes('two');
    pass(1000);
    expect(await check('two')).toBe('accepted');
    pass(OVERLAP_MS - 1);
    expect(await check('one')).toBe('accepted');
    pass(1);
    expect(await check('one')).toBe('refused');
    expect(await check('two')).toBe('accepted');
  });

  it('stays while it is away, which is told once', async () => {
    const { check, becomes, pass, errors } = secretOf('one');
    await check('one');
    becomes(undefined);
    pass(10_000);
    expect(await check('one')).toBe('accepted');
    pass(10_000);
    expect(await check('two')).toBe('refused');
    expect(errors).toEqual([
      'TOKEN_FILE /token cannot be read: it is not there; what was read before stays',
    ]);
  });

  it('is told anew when it was there in between', async () => {
    const { check, becomes, pass, errors } = secretOf(undefined);
    await check('one');
    becomes('one');
    pass(1000);
    await check('one');
    becomes(undefined);
    pass(10_000);
    await check('one');
    expect(errors).toEqual([
      expect.stringContaining('; nobody is let in until it can be'),
      expect.stringContaining('; what was read before stays'),
    ]);
  });
});
