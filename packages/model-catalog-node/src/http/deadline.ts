import { setMaxListeners } from 'node:events';

/** A signal that ends with the caller's signal or after a time, whichever is first. */
export type Deadline = {
  signal: AbortSignal;
  /** Whether time ran out, and not the caller's patience. */
  expired(): boolean;
  /** Starts the time anew, from then on with `ms`. */
  restart(ms: number): void;
  /** Stops the time; the caller's signal is still heeded. */
  pause(): void;
  /** Ends what listens to the signal. */
  abort(): void;
  dispose(): void;
};

/**
 * Node 20's `AbortSignal.any` keeps each derived signal for as long as the
 * source lives, and ours live as long as the process: hence listeners that are
 * taken off by hand.
 */
export function createDeadline(ms: number, parent?: AbortSignal): Deadline {
  const controller = new AbortController();
  let timedOut = false;
  let timer: NodeJS.Timeout | undefined;
  const expire = () => {
    timedOut = !controller.signal.aborted;
    controller.abort();
  };
  const abort = () => controller.abort();
  if (parent) {
    // One listener per exchange under way is meant, not a leak.
    setMaxListeners(0, parent);
    parent.addEventListener('abort', abort, { once: true });
    if (parent.aborted) {
      abort();
    }
  }
  const pause = () => clearTimeout(timer);
  const restart = (time: number) => {
    pause();
    timer = setTimeout(expire, time);
  };
  restart(ms);
  return {
    signal: controller.signal,
    expired: () => timedOut,
    restart,
    pause,
    abort,
    dispose: () => {
      pause();
      parent?.removeEventListener('abort', abort);
    },
  };
}
