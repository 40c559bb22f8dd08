import {
  createLogger,
  loadConfig,
  type Running,
  startAll,
  startLocation,
  startRhoaiNormalizer,
  startStorageRest,
} from '@model-catalog/bridge';
import {
  type FaultProxy,
  startFaultProxy,
} from '@model-catalog/rhoai-simulator';
import { type TcpMode, TcpProxy } from '../../acceptance/world/TcpProxy';
import { passUntil } from '../clock';
import type { LeakWatch } from './LeakWatch';

export type Role = 'all' | 'rhoai-normalizer' | 'storage-rest' | 'location';

const STARTS = {
  all: startAll,
  'rhoai-normalizer': startRhoaiNormalizer,
  'storage-rest': startStorageRest,
  location: startLocation,
} as const;

/** Of the log of each process, for the report of a failure. */
const KEPT_LINES = 300;

/** How one role is started, and what it is near. */
export interface RoleOptions {
  /** For logs and findings, e.g. `pod-0 location`. */
  readonly name: string;
  readonly role: Role;
  readonly kubernetesPort: number;
  /** Of the database, if the store lies in one. */
  readonly databasePort?: number;
  /** Where storage-rest is now, for a role that has none inside. */
  readonly storageUrl: () => string | undefined;
  /** Called with the ports of each new process. */
  readonly onStarted: (ports: Running['ports']) => void;
  readonly environment: Readonly<Record<string, string>>;
  readonly leaks: LeakWatch;
}

/**
 * One role of the bridge in this process, again and again, with ways of its
 * own to the Kubernetes API and to its storage: where these are cut first, the
 * others see of its end what they see of kill -9.
 */
export class RoleProcess {
  readonly log: string[] = [];
  private stopping = new AbortController();
  private running: Running | undefined;
  private ended: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly options: RoleOptions,
    readonly storage: FaultProxy,
    private readonly tcp: { kubernetes: TcpProxy; database?: TcpProxy },
  ) {}

  static async create(options: RoleOptions): Promise<RoleProcess> {
    const { kubernetesPort, databasePort } = options;
    return new RoleProcess(options, await startFaultProxy(), {
      kubernetes: await TcpProxy.start(kubernetesPort),
      database:
        databasePort === undefined
          ? undefined
          : await TcpProxy.start(databasePort),
    });
  }

  get role(): Role {
    return this.options.role;
  }

  get name(): string {
    return this.options.name;
  }

  get isRunning(): boolean {
    return this.running !== undefined;
  }

  /** Of the server for probes and metrics. */
  get adminUrl(): string {
    return `http://127.0.0.1:${this.running?.ports.metrics}`;
  }

  async start(): Promise<void> {
    if (this.running) {
      return;
    }
    const { role, environment, storageUrl, onStarted } = this.options;
    const { database } = this.tcp;
    const complete: Record<string, string> = {
      ...environment,
      KUBERNETES_SERVICE_HOST: '127.0.0.1',
      KUBERNETES_SERVICE_PORT: String(this.tcp.kubernetes.port),
      METRICS_ADDRESS: '127.0.0.1:0',
      STORAGE_URL: this.storage.url,
      ...(database ? { POSTGRES_PORT: String(database.port) } : {}),
    };
    this.ways('pass');
    this.storage.target = storageUrl();
    this.stopping = new AbortController();
    const logger = createLogger('debug', { write: line => this.note(line) });
    this.running = await STARTS[role]({
      config: await loadConfig(complete),
      environment: complete,
      logger,
      signal: this.stopping.signal,
    });
    onStarted(this.running.ports);
    this.ended = this.running.done.catch(error =>
      this.note(`ended by ${String(error)}`),
    );
  }

  /** Ends at once: not one byte leaves it any more. */
  cutOff(): void {
    this.ways('refuse');
    this.storage.target = undefined;
    this.storage.cut();
    this.stopping.abort();
  }

  /** Ends; what it began before is over when this resolves. */
  async end(how: 'crash' | 'stop'): Promise<void> {
    if (how === 'crash') {
      this.cutOff();
    }
    this.stopping.abort();
    this.running = undefined;
    await passUntil(this.ended);
  }

  async dispose(): Promise<void> {
    await this.end('crash');
    await this.tcp.kubernetes.stop();
    await this.tcp.database?.stop();
    await this.storage.stop();
  }

  /** How it reaches what it writes to; nothing that was open stays so. */
  ways(mode: TcpMode): void {
    for (const way of [this.tcp.kubernetes, this.tcp.database]) {
      if (way) {
        way.mode = mode;
        way.cut();
      }
    }
  }

  private note(line: string): void {
    this.options.leaks.look(`log of ${this.name}`, line);
    this.log.push(line);
    if (this.log.length > KEPT_LINES) {
      this.log.shift();
    }
  }
}
