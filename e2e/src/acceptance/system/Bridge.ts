import { type ChildProcess, spawn } from 'child_process';
import { resolve } from 'path';
import { type Answer, answerOf } from './answerOf';
import { Connector, type Ended } from './Connector';
import { LogLines } from './LogLines';

const BUNDLE = resolve(
  __dirname,
  '../../../../packages/model-catalog-bridge/dist/main.cjs',
);

/** One process of a bridge. */
export interface BridgeProcess {
  readonly role: string;
  readonly metricsPort: number;
  /** As a platform engineer writes it. */
  readonly env: Readonly<Record<string, string>>;
}

/** How the bridge is deployed; the same for each of its starts. */
export interface BridgeSetup {
  readonly locationPort: number;
  /** Where the location service listens; on this machine alone unless given. */
  readonly host?: string;
  readonly processes: readonly BridgeProcess[];
}

/** How a bridge is deployed as one process. */
export interface OneProcess extends Omit<BridgeProcess, 'role'> {
  readonly locationPort: number;
  readonly host?: string;
}

interface Running {
  readonly role: string;
  readonly metricsPort: number;
  readonly child: ChildProcess;
  readonly ended: Promise<number | undefined>;
}

/** The bridge as it ships, in processes of its own: `all`, or one for each role. */
export class Bridge extends Connector {
  readonly log = new LogLines();
  private readonly setup: BridgeSetup;
  private running: readonly Running[] = [];

  constructor(setup: BridgeSetup | OneProcess) {
    super();
    this.setup =
      'processes' in setup
        ? setup
        : { ...setup, processes: [{ ...setup, role: 'all' }] };
  }

  get url(): string {
    return `http://127.0.0.1:${this.setup.locationPort}`;
  }

  start(): void {
    this.running = this.setup.processes.map(one => this.spawn(one));
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<Ended> {
    const started = Date.now();
    for (const { child } of this.running) child.kill(signal);
    const codes = await Promise.all(this.running.map(({ ended }) => ended));
    const code = codes.find(one => one !== 0);
    return {
      code: codes.every(one => one === 0) ? 0 : code,
      ms: Date.now() - started,
    };
  }

  async probe(path: string): Promise<Answer[]> {
    return await Promise.all(
      this.running.map(async ({ role, metricsPort, child }) => {
        try {
          return await answerOf(`http://127.0.0.1:${metricsPort}${path}`);
        } catch (error) {
          const ended = child.exitCode ?? child.signalCode;
          const state = ended === null ? 'runs' : `has ended (${ended})`;
          throw new Error(`${role} ${state} and does not answer ${path}`, {
            cause: error,
          });
        }
      }),
    );
  }

  private spawn({ role, metricsPort, env }: BridgeProcess): Running {
    const { host = '127.0.0.1', locationPort } = this.setup;
    const child = spawn(process.execPath, [BUNDLE, role], {
      env: {
        PATH: process.env.PATH,
        ...env,
        BRIDGE_URL: this.url,
        LOCATION_ADDRESS: `${host}:${locationPort}`,
        METRICS_ADDRESS: `127.0.0.1:${metricsPort}`,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', this.log.adder());
    child.stderr.on('data', this.log.adder());
    const ended = new Promise<number | undefined>(done => {
      child.once('exit', code => done(code ?? undefined));
    });
    return { role, metricsPort, child, ended };
  }
}
