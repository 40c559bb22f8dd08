/**
 * Fires when the caller's signal does, or after some time. AbortSignal.any
 * would leave a note on the caller's signal for each request, and that signal
 * lives as long as the process.
 */
export class Deadline {
  private readonly controller = new AbortController();
  private readonly abort = () => this.controller.abort();
  private timer: NodeJS.Timeout | undefined;
  private passed = false;

  constructor(
    private timeoutMs: number,
    private readonly caller: AbortSignal | undefined,
  ) {
    this.restart(timeoutMs);
    caller?.addEventListener('abort', this.abort, { once: true });
    if (caller?.aborted) {
      this.abort();
    }
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Whether the time was up before the work was done. */
  get isPassed(): boolean {
    return this.passed;
  }

  /** How long the step that is under way may take, milliseconds. */
  get limitMs(): number {
    return this.timeoutMs;
  }

  /** Gives the next step a time of its own. */
  restart(timeoutMs: number) {
    clearTimeout(this.timer);
    this.timeoutMs = timeoutMs;
    this.timer = setTimeout(() => {
      this.passed = true;
      this.abort();
    }, timeoutMs).unref();
  }

  /** Ends what still goes on with the signal, such as a body that nobody reads. */
  cancel() {
    this.abort();
  }

  /** Lets go of the timer and of the caller's signal. */
  release() {
    clearTimeout(this.timer);
    this.caller?.removeEventListener('abort', this.abort);
  }
}
