import type { Store } from '@model-catalog/node';

/** A store, and what its writer has not ended yet. */
export type Outstanding = {
  store: Store;
  /**
   * Resolves when no write is under way and the claim that was given out here
   * is given back, or when that takes too long.
   */
  settled(): Promise<void>;
};

/** For a write that is under way, milliseconds. */
const WRITE_MS = 10_000;
/** For a claim: all containers of a pod are asked to end at once, and its writer gives it back then. */
const CLAIM_MS = 700;

/**
 * Watches the writes to a store, so that who has it ends after who writes
 * through it: else a pod that ends would leave a write half done and its claim
 * to run out.
 */
export function createOutstanding(
  store: Store,
  delay: (ms: number, signal: AbortSignal) => Promise<void>,
): Outstanding {
  let writes = 0;
  let holder: string | undefined;
  const waiting = new Set<() => void>();
  const tell = () => [...waiting].forEach(check => check());

  const until = async (isSo: () => boolean, ms: number): Promise<void> => {
    const over = new AbortController();
    const check = () => {
      if (isSo()) {
        over.abort();
      }
    };
    waiting.add(check);
    check();
    await delay(ms, over.signal);
    waiting.delete(check);
  };
  return {
    store: {
      ...store,
      apply: async (...call) => {
        writes += 1;
        try {
          return await store.apply(...call);
        } finally {
          writes -= 1;
          tell();
        }
      },
      claim: async request => {
        const claim = await store.claim(request);
        if (claim.kind === 'held') {
          holder = request.holder;
        } else if (holder === request.holder) {
          holder = undefined;
        }
        return claim;
      },
      release: async one => {
        await store.release(one);
        holder = holder === one ? undefined : holder;
        tell();
      },
    },
    settled: async () => {
      await until(() => writes === 0, WRITE_MS);
      await until(() => holder === undefined, CLAIM_MS);
    },
  };
}
