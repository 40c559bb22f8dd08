import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { freePort, type Simulator } from '@model-catalog/rhoai-simulator';
import type { Ended } from '../acceptance/system/Connector';
import { LogLines } from '../acceptance/system/LogLines';

export type Container = 'rhoai-normalizer' | 'storage-rest' | 'location';

const PROGRAM = resolve(
  __dirname,
  '../../../packages/model-catalog-bridge/dist/main.cjs',
);

type Ports = Readonly<Record<Container | 'storage' | 'served', number>>;

type Process = {
  child: ChildProcess;
  ended: Promise<{ code?: number; at: number }>;
};

/** The documented containers of one pod, as real processes on one simulated cluster. */
export class Pod {
  readonly log = new LogLines();
  private readonly processes = new Map<Container, Process>();

  private constructor(
    private readonly simulator: Simulator,
    private readonly ports: Ports,
    private readonly namespace: string,
  ) {}

  static async create(simulator: Simulator, namespace = 'rhdh'): Promise<Pod> {
    const ports = {
      'rhoai-normalizer': await freePort(),
      'storage-rest': await freePort(),
      location: await freePort(),
      storage: await freePort(),
      served: await freePort(),
    };
    return new Pod(simulator, ports, namespace);
  }

  /** Of the location service. */
  get url(): string {
    return `http://127.0.0.1:${this.ports.served}`;
  }

  get storageUrl(): string {
    return `http://127.0.0.1:${this.ports.storage}`;
  }

  start(...containers: readonly Container[]): void {
    for (const name of containers) {
      const child = spawn(process.execPath, [PROGRAM, name], {
        env: { PATH: process.env.PATH, ...this.environmentOf(name) },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child.stdout.on('data', this.log.adder());
      child.stderr.on('data', this.log.adder());
      const ended = new Promise<{ code?: number; at: number }>(done => {
        child.once('exit', code =>
          done({ code: code ?? undefined, at: Date.now() }),
        );
      });
      this.processes.set(name, { child, ended });
    }
  }

  async end(
    name: Container,
    signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM',
  ): Promise<Ended> {
    const running = this.processes.get(name);
    this.processes.delete(name);
    const started = Date.now();
    running?.child.kill(signal);
    const { code, at = started } = (await running?.ended) ?? {};
    return { code, ms: at - started };
  }

  async stop(): Promise<void> {
    await Promise.all(
      [...this.processes.keys()].map(name => this.end(name, 'SIGKILL')),
    );
  }

  async get(path: string, init?: RequestInit) {
    const answer = await fetch(`${this.url}${path}`, init);
    return { status: answer.status, text: await answer.text() };
  }

  /** `/readyz` of a container. */
  async ready(name: Container): Promise<number> {
    const answer = await fetch(`http://127.0.0.1:${this.ports[name]}/readyz`);
    await answer.text();
    return answer.status;
  }

  private environmentOf(name: Container): Record<string, string> {
    const { kubernetes } = this.simulator;
    const { hostname, port } = new URL(kubernetes.url);
    return {
      token: kubernetes.token,
      'ca.crt': kubernetes.caPem,
      namespace: this.namespace,
      KUBERNETES_SERVICE_HOST: hostname,
      KUBERNETES_SERVICE_PORT: port,
      NORMALIZER_FORMAT: 'JSONArrayFormat',
      POD_IP: '127.0.0.1',
      POD_NAMESPACE: this.namespace,
      STORAGE_TYPE: 'ConfigMap',
      STORAGE_URL: `http://localhost:${this.ports.storage}`,
      STORAGE_ADDRESS: `127.0.0.1:${this.ports.storage}`,
      LOCATION_ADDRESS: `127.0.0.1:${this.ports.served}`,
      METRICS_ADDRESS: `127.0.0.1:${this.ports[name]}`,
    };
  }
}
