/** Asks a loop to go round once more; many requests while it is busy count as one. */
export type Wake = {
  wake(): void;
  /** Resolves at the next request, or when the signal aborts. */
  next(signal: AbortSignal): Promise<void>;
};

export function createWake(): Wake {
  let requested = false;
  let resolveWaiting: (() => void) | undefined;
  return {
    wake() {
      requested = true;
      resolveWaiting?.();
    },
    async next(signal) {
      if (!requested && !signal.aborted) {
        await new Promise<void>(resolve => {
          // The signal lives as long as the process: it must not collect listeners.
          const done = () => {
            signal.removeEventListener('abort', done);
            resolve();
          };
          resolveWaiting = done;
          signal.addEventListener('abort', done);
        });
        resolveWaiting = undefined;
      }
      requested = false;
    },
  };
}
