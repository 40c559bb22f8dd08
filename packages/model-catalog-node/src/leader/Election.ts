import type { Store } from '../store/types';
import {
  type Answer,
  DEFAULT_TIMING,
  type ElectionTiming,
  isSure,
  type Standing,
  step,
} from './policy';
import { type Reign, reign, type ReignOptions } from './reign';

export type ElectionOptions = ReignOptions & {
  store: Pick<Store, 'claim' | 'release'>;
  /** Who asks; unique among all processes that run. */
  holder: string;
  /** Whether a holder is known to have ended. */
  isGone?: (holder: string) => boolean;
  timing?: Partial<ElectionTiming>;
  /** Milliseconds since some moment in the past; must go on while the process is stopped. */
  now: () => number;
  /** From 0 to below 1; spreads the questions of many. */
  random?: () => number;
  /** Called with the error of each question that was not answered, and without one when it was. */
  onAnswer?: (error?: unknown) => void;
  /** Called when it leads from now on, or no longer. */
  onChange?: () => void;
};

export type ElectionState = {
  isLeader: boolean;
  /** Whether it leads and no other process can. */
  isSure: boolean;
  epoch?: number;
  /** Who leads, as far as one that stands by knows. */
  holder?: string;
  /** Whether the store has ever answered. */
  isAnswered: boolean;
};

/** How long the claim may take to be given back at the end, milliseconds. */
const RELEASE_MS = 1_000;

/** What work comes to, or nothing once the signal aborts. Leaves nothing on a signal that lives as long as the process. */
async function unlessAborted<T>(
  work: Promise<T>,
  signal: AbortSignal,
): Promise<T | undefined> {
  const over = new AbortController();
  const aborted = new Promise<undefined>(resolve => {
    const done = () => resolve(undefined);
    signal.addEventListener('abort', done, { signal: over.signal });
    if (signal.aborted) {
      done();
    }
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    over.abort();
  }
}

/** One process of several that want to write to a store: asks to be the only one, and works while it is. */
export class Election {
  private readonly timing: ElectionTiming;
  private standing: Standing = { role: 'standby' };
  private isAnswered = false;
  /** Whether a claim of ours may be in the store. */
  private mayHold = false;
  private current: Reign | undefined;

  constructor(private readonly options: ElectionOptions) {
    this.timing = { ...DEFAULT_TIMING, ...options.timing };
  }

  state(): ElectionState {
    const { standing, timing, isAnswered } = this;
    return standing.role === 'leader'
      ? {
          isAnswered,
          isLeader: true,
          isSure: isSure(standing, this.options.now(), timing),
          epoch: standing.epoch,
        }
      : {
          isAnswered,
          isLeader: false,
          isSure: false,
          holder: standing.holder,
        };
  }

  /**
   * Leads or stands by until the signal aborts; then gives the claim back.
   * Throws what the work of the leader fails with, `StoreFenced` apart.
   */
  async run(signal: AbortSignal): Promise<void> {
    try {
      while (!signal.aborted) {
        const answer = await unlessAborted(this.ask(), signal);
        if (answer) {
          await this.follow(answer, signal);
        }
      }
    } finally {
      await this.take({ role: 'standby' }, signal);
      await this.giveBack();
    }
  }

  private async ask(): Promise<Answer> {
    const { store, holder, now, onAnswer, isGone } = this.options;
    const { standing } = this;
    const askedAt = now();
    this.mayHold = true;
    const known = standing.role === 'standby' ? standing.holder : undefined;
    try {
      const claim = await store.claim({
        holder,
        ttlMs: this.timing.ttlMs,
        epoch: standing.role === 'leader' ? standing.epoch : undefined,
        replaces: known !== undefined && isGone?.(known) ? known : undefined,
      });
      this.isAnswered = true;
      this.mayHold = claim.kind === 'held';
      onAnswer?.();
      return { askedAt, ...claim };
    } catch (error) {
      onAnswer?.(error);
      return { askedAt, kind: 'failed' };
    }
  }

  /** Does what an answer means, and waits until it is time to ask again. */
  private async follow(answer: Answer, signal: AbortSignal): Promise<void> {
    const { delay, isGone, random = () => 0.5 } = this.options;
    const { standing, waitMs } = step(this.standing, answer, this.timing);
    const isOther = answer.kind === 'taken' && this.isNews(standing);
    await this.take(standing, signal);
    const isFree = isOther && isGone?.(answer.holder) === true;
    const ms = isFree ? 0 : waitMs * (0.9 + random() / 5);
    await delay(ms, this.current?.ending ?? signal);
    if (this.current?.isOver() && !signal.aborted) {
      const failure = this.current.failure();
      await this.take({ role: 'standby' }, signal);
      if (failure !== undefined) {
        throw failure;
      }
      await delay(this.timing.askMs, signal);
    }
  }

  private isNews(next: Standing): boolean {
    const { standing } = this;
    return (
      next.role !== standing.role ||
      (next.role === 'standby' &&
        standing.role === 'standby' &&
        next.holder !== standing.holder)
    );
  }

  /** Takes a standing, and begins or ends the work that it means. */
  private async take(next: Standing, signal: AbortSignal): Promise<void> {
    const isNews = this.isNews(next);
    const isTurn = this.standing.role !== next.role;
    this.standing = next;
    if (isNews) {
      this.tell(next);
    }
    if (next.role === 'standby') {
      await this.current?.stop();
      this.current = undefined;
    } else {
      this.current ??= reign(next.epoch, this.options, signal);
    }
    if (isTurn) {
      this.options.onChange?.();
    }
  }

  private tell(next: Standing): void {
    const { log } = this.options;
    const event = { source: 'leader', level: 'info' } as const;
    if (next.role === 'leader') {
      const details = { epoch: next.epoch };
      log?.({ ...event, message: 'Leading from now on', details });
    } else if (next.holder !== undefined) {
      const details = { holder: next.holder };
      const message = 'Standing by: another process leads';
      log?.({ ...event, message, details });
    }
  }

  private async giveBack(): Promise<void> {
    if (!this.mayHold) {
      return;
    }
    const { store, holder, delay } = this.options;
    const enough = new AbortController();
    await Promise.race([
      store.release(holder).catch(() => {}),
      delay(RELEASE_MS, enough.signal),
    ]);
    enough.abort();
  }
}
