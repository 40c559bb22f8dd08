/** Time that passes when it is told to: for loops whose clock is injected. */
export function createClock() {
  let time = 0;
  const timers = new Set<{ at: number; ring: () => void }>();
  /** Lets what can go on without time go on. */
  const settle = async () => {
    for (let turn = 0; turn < 20; turn += 1) {
      await new Promise(resolve => setImmediate(resolve));
    }
  };
  return {
    now: () => time,
    delay: (ms: number, signal?: AbortSignal) =>
      new Promise<void>(resolve => {
        const timer = { at: time + ms, ring: () => {} };
        timer.ring = () => {
          timers.delete(timer);
          signal?.removeEventListener('abort', timer.ring);
          resolve();
        };
        timers.add(timer);
        signal?.addEventListener('abort', timer.ring, { once: true });
        if (signal?.aborted) {
          timer.ring();
        }
      }),
    settle,
    /** Lets `ms` pass, timer by timer. */
    advance: async (ms: number) => {
      const end = time + ms;
      await settle();
      for (;;) {
        const [next] = [...timers].sort((a, b) => a.at - b.at);
        if (!next || next.at > end) {
          break;
        }
        time = Math.max(time, next.at);
        next.ring();
        await settle();
      }
      time = end;
      await settle();
    },
  };
}
