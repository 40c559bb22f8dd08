import type { Step } from '../types';

export type WaitOptions = {
  /** 0: looks once. */
  readonly forMs: number;
  readonly everyMs: number;
  readonly look: () => Promise<readonly Step[]>;
  /** Told when what is waited for is another than before. */
  readonly onChange: (waitingFor: readonly Step[], leftMs: number) => void;
  /** Resolves early when we are to stop. */
  readonly delay: (ms: number) => Promise<void>;
  readonly now: () => number;
  readonly signal?: AbortSignal;
};

/** Looks until nothing is blocked, or the time is up; gives the last look. */
export async function waitUntilReady(
  options: WaitOptions,
): Promise<readonly Step[]> {
  const { forMs, everyMs, look, onChange, delay, now, signal } = options;
  const end = now() + forMs;
  let told = '';
  for (;;) {
    const steps = await look();
    const blocked = steps.filter(({ state }) => state === 'blocked');
    const left = end - now();
    if (blocked.length === 0 || left <= 0 || signal?.aborted) {
      return steps;
    }
    const text = blocked.map(({ id, found }) => `${id} ${found}`).join('\n');
    if (text !== told) {
      told = text;
      onChange(blocked, left);
    }
    await delay(Math.min(everyMs, left));
  }
}
