/** Somebody waits until there is something to do, or until it is time. */
export class Wake {
  private isAsked = false;
  private resolve: (() => void) | undefined;

  ask(): void {
    this.isAsked = true;
    this.resolve?.();
  }

  /** Resolves once it was asked since the last time, after `ms`, or when the signal aborts. */
  async next(
    ms: number,
    signal: AbortSignal,
    delay: (ms: number, signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    if (!this.isAsked && !signal.aborted) {
      const over = new AbortController();
      const asked = new Promise<void>(resolve => {
        this.resolve = resolve;
      });
      const both = AbortSignal.any([signal, over.signal]);
      await Promise.race([asked, delay(ms, both)]);
      over.abort();
      this.resolve = undefined;
    }
    this.isAsked = false;
  }
}
