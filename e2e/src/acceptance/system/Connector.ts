import { z } from 'zod/v4';
import { type Answer, answerOf } from './answerOf';
import type { LogLines } from './LogLines';
import { within } from './within';

/** How it ended: the exit code of the worst of its processes. */
export interface Ended {
  readonly code: number | undefined;
  readonly ms: number;
}

/** What `/readyz` says; of several processes, the worst of it. */
export interface Readiness {
  readonly code: number;
  readonly status: string;
  readonly reasons: readonly string[];
}

const readinessSchema = z.object({
  status: z.string(),
  reasons: z.array(z.string()),
});

const SETTLING = /first reading after a start/;

/** Whatever reads an OpenShift AI and serves what the plugins ask for, again and again. */
export abstract class Connector {
  /** Of all processes so far. */
  abstract readonly log: LogLines;
  /** Of the location service. */
  abstract readonly url: string;

  abstract start(): Promise<void> | void;
  /** Ends its processes by a signal, and waits until they have. */
  abstract end(signal: 'SIGTERM' | 'SIGKILL'): Promise<Ended>;
  /** What each of its processes answers to probes and for metrics. */
  abstract probe(path: string): Promise<readonly Answer[]>;

  /** From the location service. */
  async get(path: string): Promise<Answer> {
    return await answerOf(`${this.url}${path}`);
  }

  async readiness(): Promise<Readiness> {
    const all = (await this.probe('/readyz')).map(({ status, text }) => ({
      code: status,
      ...readinessSchema.parse(JSON.parse(text)),
    }));
    const worst =
      all.find(({ code }) => code !== 200) ??
      all.find(({ status }) => status !== 'ok');
    return {
      code: worst?.code ?? 200,
      status: worst?.status ?? 'ok',
      reasons: all.flatMap(({ reasons }) => reasons),
    };
  }

  /** Waits until the first sync of these processes is complete. */
  async untilReady(seconds = 20): Promise<void> {
    await within(seconds, async () => {
      const { code, reasons } = await this.readiness();
      if (code !== 200) throw new Error(`/readyz is ${code}: ${reasons}`);
    }).catch(error => {
      throw new Error(`${error.message}\n${this.log.raw.slice(-3000)}`);
    });
  }

  /**
   * Waits until it is ready and names no failing source. That a catalog is read
   * twice, a minute apart, before its first answer after a start is believed
   * is no failure.
   */
  async untilHealthy(seconds: number): Promise<void> {
    await within(seconds, async () => {
      const { code, status, reasons } = await this.readiness();
      const failing = reasons.filter(reason => !SETTLING.test(reason));
      if (code !== 200 || failing.length > 0) {
        throw new Error(`${status}: ${failing.join('; ')}`);
      }
    });
  }
}
