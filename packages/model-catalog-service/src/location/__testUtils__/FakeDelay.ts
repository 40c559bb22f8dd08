/** Time that passes when a test says so. */
export class FakeDelay {
  private readonly waits = new Set<{ ms: number; done: () => void }>();
  private readonly watchers = new Set<() => void>();

  readonly wait = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise(resolve => {
      if (signal.aborted) {
        resolve();
        return;
      }
      const wait = {
        ms,
        done: () => {
          this.waits.delete(wait);
          resolve();
          this.tell();
        },
      };
      this.waits.add(wait);
      signal.addEventListener('abort', wait.done, { once: true });
      this.tell();
    });

  /** How long those wait that do. */
  get pending(): number[] {
    return [...this.waits].map(({ ms }) => ms);
  }

  /** Resolves as soon as so many wait. */
  async until(count: number): Promise<void> {
    while (this.waits.size !== count) {
      await new Promise<void>(resolve => {
        this.watchers.add(resolve);
      });
    }
  }

  /** Ends every wait. */
  pass(): void {
    for (const { done } of [...this.waits]) {
      done();
    }
  }

  private tell(): void {
    for (const watcher of [...this.watchers]) {
      this.watchers.delete(watcher);
      watcher();
    }
  }
}
