const FIRST_MS = 1_000;
const LONGEST_MS = 300_000;

type Failure = { count: number; until: number; message: string };

/** Servers whose last write failed, and until when they wait. */
export class Retries {
  private readonly failures = new Map<string, Failure>();

  constructor(private readonly random: () => number) {}

  /** Each failure doubles the wait, half of which is chance. */
  failed(server: string, message: string, now: number): void {
    const count = (this.failures.get(server)?.count ?? 0) + 1;
    const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** (count - 1));
    const until = now + full * (0.5 + this.random() / 2);
    this.failures.set(server, { count, until, message });
  }

  succeeded(server: string): void {
    this.failures.delete(server);
  }

  /** Only those are kept of which there is still something to do. */
  keepOnly(servers: ReadonlySet<string>): void {
    for (const server of this.failures.keys()) {
      if (!servers.has(server)) {
        this.failures.delete(server);
      }
    }
  }

  isWaiting(server: string, now: number): boolean {
    return (this.failures.get(server)?.until ?? 0) > now;
  }

  messageOf(server: string): string | undefined {
    return this.failures.get(server)?.message;
  }

  /** When the first of them is due. */
  nextAt(): number | undefined {
    const times = [...this.failures.values()].map(({ until }) => until);
    return times.length === 0 ? undefined : Math.min(...times);
  }
}
