import {
  type Answer,
  DEFAULT_TIMING,
  isSure,
  type Standing,
  step,
} from './policy';

const BY: Standing = { role: 'standby' };
const LEADS: Standing = { role: 'leader', epoch: 4, renewedAt: 1_000 };

const held = (askedAt: number, epoch = 4): Answer => ({
  kind: 'held',
  epoch,
  askedAt,
});
const taken = (askedAt: number): Answer => ({
  kind: 'taken',
  holder: 'other',
  askedAt,
});
const failed = (askedAt: number): Answer => ({ kind: 'failed', askedAt });

it.each([
  ['leads when it is given the claim', BY, held(5_000), 'leader', 3_000],
  ['stands by when another has it', BY, taken(5_000), 'standby', 2_000],
  ['asks soon when nobody has answered yet', BY, failed(5_000), 'standby', 500],
  [
    'asks on when nobody answers any more',
    { role: 'standby', holder: 'other' },
    failed(5_000),
    'standby',
    2_000,
  ],
  ['leads on by renewing', LEADS, held(4_000), 'leader', 3_000],
  ['stops when another has taken over', LEADS, taken(4_000), 'standby', 2_000],
  [
    'stops when its claim was another one',
    LEADS,
    held(4_000, 5),
    'standby',
    2_000,
  ],
  ['asks sooner when nobody answers', LEADS, failed(4_000), 'leader', 1_000],
  [
    'waits for the store past the claim',
    LEADS,
    failed(70_999),
    'leader',
    1_000,
  ],
  ['and then stops', LEADS, failed(71_000), 'standby', 2_000],
] as const)('%s', (_what, standing, answer, role, waitMs) => {
  const next = step(standing, answer, DEFAULT_TIMING);
  expect(next).toMatchObject({ standing: { role }, waitMs });
});

it('counts a claim from when its renewal was sent, not from when it was answered', () => {
  const { standing } = step(LEADS, held(4_000), DEFAULT_TIMING);
  expect(isSure(standing, 13_999, DEFAULT_TIMING)).toBe(true);
  expect(isSure(standing, 14_000, DEFAULT_TIMING)).toBe(false);
  expect(isSure(BY, 0, DEFAULT_TIMING)).toBe(false);
});

it('lets another take over within 15 seconds of a crash', () => {
  const { ttlMs, askMs } = DEFAULT_TIMING;
  expect(ttlMs + askMs * 1.1).toBeLessThan(15_000);
});
