import { type ChildProcess, spawn } from 'child_process';
import { resolve } from 'path';
import { z } from 'zod/v4';
import { LogLines } from './LogLines';
import { within } from './within';

const BUNDLE = resolve(
  __dirname,
  '../../../../packages/model-catalog-bridge/dist/main.cjs',
);

/** How the bridge is deployed; the same for each of its processes. */
export interface BridgeSetup {
  readonly locationPort: number;
  readonly metricsPort: number;
  /** As a platform engineer writes it. */
  readonly env: Readonly<Record<string, string>>;
}

/** How a process ended. */
export interface Ended {
  readonly code: number | undefined;
  readonly ms: number;
}

const readinessSchema = z.object({
  status: z.string(),
  reasons: z.array(z.string()),
});

const SETTLING = /first reading after a start/;

/** An answer of the bridge. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** `model-catalog-bridge all` as a process of its own, again and again. */
export class Bridge {
  /** Of all processes so far. */
  readonly log = new LogLines();
  private process: ChildProcess | undefined;
  private ended: Promise<number | undefined> = Promise.resolve(undefined);

  constructor(private readonly setup: BridgeSetup) {}

  get url(): string {
    return `http://127.0.0.1:${this.setup.locationPort}`;
  }

  start(): void {
    const { env, locationPort, metricsPort } = this.setup;
    const child = spawn(process.execPath, [BUNDLE, 'all'], {
      env: {
        PATH: process.env.PATH,
        ...env,
        BRIDGE_URL: this.url,
        LOCATION_ADDRESS: `127.0.0.1:${locationPort}`,
        METRICS_ADDRESS: `127.0.0.1:${metricsPort}`,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', this.log.add);
    child.stderr.on('data', this.log.add);
    this.process = child;
    this.ended = new Promise(done => {
      child.once('exit', code => done(code ?? undefined));
    });
  }

  /** Ends the process by a signal, and waits until it has. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<Ended> {
    const started = Date.now();
    this.process?.kill(signal);
    const code = await this.ended;
    return { code, ms: Date.now() - started };
  }

  /** From the location service. */
  async get(path: string): Promise<Answer> {
    return await answerOf(`${this.url}${path}`);
  }

  /** From the address of probes and metrics. */
  async admin(path: string): Promise<Answer> {
    return await answerOf(`http://127.0.0.1:${this.setup.metricsPort}${path}`);
  }

  async readiness() {
    const { status, text } = await this.admin('/readyz');
    const body = readinessSchema.parse(JSON.parse(text));
    return { code: status, ...body };
  }

  /** Waits until the first sync of this process is complete. */
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

async function answerOf(url: string): Promise<Answer> {
  const answer = await fetch(url, { redirect: 'manual' });
  return {
    status: answer.status,
    headers: answer.headers,
    text: await answer.text(),
  };
}
