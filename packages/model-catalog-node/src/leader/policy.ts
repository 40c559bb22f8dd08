import type { Claim } from '../store/types';

/** Milliseconds. */
export type ElectionTiming = {
  /** How long a claim holds that is not renewed. */
  ttlMs: number;
  /** Between renewals. */
  renewMs: number;
  /** Between the questions of one that stands by. */
  askMs: number;
  /**
   * How long after its claim ran out a leader that cannot reach the store
   * keeps its sources open. It cannot write meanwhile, or is refused; when the
   * store is back and nobody else came, it goes on without reading all anew.
   */
  doubtMs: number;
};

/** Another takes over within ttlMs + askMs (12 s) of a crash. */
export const DEFAULT_TIMING: ElectionTiming = {
  ttlMs: 10_000,
  renewMs: 3_000,
  askMs: 2_000,
  doubtMs: 60_000,
};

/** How one process stands; times are of its own clock. */
export type Standing =
  | { role: 'standby'; holder?: string }
  | {
      role: 'leader';
      epoch: number;
      /** When the request was sent that renewed the claim last. */
      renewedAt: number;
    };

/** What came of a question; `askedAt` is when it was sent. */
export type Answer = { askedAt: number } & (Claim | { kind: 'failed' });

/** How it stands then, and when to ask again. */
export type Step = { standing: Standing; waitMs: number };

/** Tries of a leader that cannot reach the store. */
const RETRY_MS = 1_000;
/** Tries of one that never got an answer: the store may be starting beside it. */
const STARTING_MS = 500;

/** Whether nobody else can have been given the claim. */
export function isSure(
  standing: Standing,
  now: number,
  { ttlMs }: ElectionTiming,
): boolean {
  return standing.role === 'leader' && now - standing.renewedAt < ttlMs;
}

/**
 * | stands | answer | then |
 * |---|---|---|
 * | by | held | leads |
 * | by | taken | stands by |
 * | by | none | stands by; asks sooner while it knows of no leader |
 * | leads | held, of the same epoch | leads |
 * | leads | held, of another epoch | stands by: something was in between |
 * | leads | taken | stands by |
 * | leads | none | leads on until ttlMs + doubtMs after the last renewal, then stands by |
 */
export function step(
  standing: Standing,
  answer: Answer,
  timing: ElectionTiming,
): Step {
  const { ttlMs, renewMs, askMs, doubtMs } = timing;
  const { askedAt } = answer;
  const standBy = (holder?: string): Step => ({
    standing: { role: 'standby', holder },
    waitMs: askMs,
  });
  if (answer.kind === 'taken') {
    return standBy(answer.holder);
  }
  if (answer.kind === 'held') {
    const { epoch } = answer;
    return standing.role === 'leader' && standing.epoch !== epoch
      ? standBy()
      : {
          standing: { role: 'leader', epoch, renewedAt: askedAt },
          waitMs: renewMs,
        };
  }
  if (standing.role === 'standby') {
    return {
      standing,
      waitMs: standing.holder === undefined ? STARTING_MS : askMs,
    };
  }
  return askedAt - standing.renewedAt < ttlMs + doubtMs
    ? { standing, waitMs: Math.min(RETRY_MS, renewMs) }
    : standBy();
}
