import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Simulator } from '@model-catalog/rhoai-simulator';
import { stringify } from 'yaml';
import { z } from 'zod/v4';
import type { PostgresAccess } from '../../realServers/postgres/startPostgres';
import { REGISTRY } from '../world/FaultWorld';
import type { LeakWatch } from './LeakWatch';
import { planted } from './planted';
import { type Role, RoleProcess } from './RoleProcess';

/** How the roles are spread over processes. */
export type Topology = 'all' | 'three';

const ROLES: Readonly<Record<Topology, readonly Role[]>> = {
  all: ['all'],
  three: ['storage-rest', 'rhoai-normalizer', 'location'],
};

const Readiness = z.object({
  sources: z.array(z.object({ id: z.string(), state: z.string() })),
});

export interface PodOptions {
  readonly name: string;
  readonly topology: Topology;
  readonly simulator: Simulator;
  readonly dir: string;
  readonly leaks: LeakWatch;
  readonly storage: 'ConfigMap' | 'Memory' | PostgresAccess;
  /** What readers of its location service must show. */
  readonly readerToken: string;
  /** Called with each new address of its location service. */
  readonly onMoved?: (url: string) => void;
}

/** How a process is told where its store is. */
export function storageVariables(
  storage: PodOptions['storage'],
): Record<string, string> {
  return typeof storage === 'string'
    ? { STORAGE_TYPE: storage }
    : {
        STORAGE_TYPE: 'PostgreSQL',
        POSTGRES_HOST: storage.host,
        POSTGRES_PORT: String(storage.port),
        POSTGRES_USER: storage.user,
        POSTGRES_PASSWORD: storage.password,
        POSTGRESQL_DATABASE: storage.database,
      };
}

/** The sidecars of one pod of Developer Hub. */
export class Pod {
  readonly processes: RoleProcess[] = [];
  private token = '';

  /** Those of the newest processes. */
  private readonly ports: { location?: number; storage?: number } = {};

  private constructor(private readonly options: PodOptions) {}

  static async create(options: PodOptions): Promise<Pod> {
    const pod = new Pod(options);
    await pod.prepare();
    return pod;
  }

  get name(): string {
    return this.options.name;
  }

  /** Of its location service. */
  get url(): string {
    return `http://127.0.0.1:${this.ports.location}`;
  }

  get isRunning(): boolean {
    return this.processes.some(({ isRunning }) => isRunning);
  }

  /** The process that reads the sources. */
  get normalizer(): RoleProcess {
    return this.of('rhoai-normalizer');
  }

  /** The process that writes ConfigMaps. */
  get writer(): RoleProcess {
    return this.of('storage-rest');
  }

  private of(role: Role): RoleProcess {
    const found = this.processes.find(one => [role, 'all'].includes(one.role));
    if (!found) {
      throw new Error(`${this.name} has no ${role}`);
    }
    return found;
  }

  /** Gives it a new token for registry and catalog; the old one is worth nothing from now on. `deliver` puts it where the process finds it. */
  async rotate(): Promise<{ deliver: () => Promise<void> }> {
    const { simulator, leaks, name } = this.options;
    const { tokens } = simulator.kubernetes;
    const next = leaks.plant(`registry token of ${name}`, planted());
    tokens.revoke(this.token);
    tokens.set({ token: next, user: name });
    this.token = next;
    return { deliver: () => writeFile(this.file('token'), next) };
  }

  async start(): Promise<void> {
    for (const one of this.processes) {
      await one.start();
    }
  }

  async end(how: 'crash' | 'stop'): Promise<void> {
    await Promise.all(this.processes.map(one => one.end(how)));
  }

  async dispose(): Promise<void> {
    await Promise.all(this.processes.map(one => one.dispose()));
  }

  /** Sources that fail or are not known yet; nothing when all is well. */
  async troubles(): Promise<string[]> {
    const answer = await fetch(`${this.normalizer.adminUrl}/readyz`);
    const text = await answer.text();
    this.options.leaks.look(`/readyz of ${this.name}`, text);
    if (!answer.ok) {
      return [text];
    }
    return Readiness.parse(JSON.parse(text))
      .sources.filter(
        ({ state }) => state !== 'complete' && state !== 'unavailable',
      )
      .map(({ id, state }) => `${id}: ${state}`);
  }

  /** Each new process has other ports, so that nobody else can have taken them meanwhile. */
  private moved(started: Readonly<Record<string, number>>): void {
    Object.assign(this.ports, {
      location: started.location ?? this.ports.location,
      storage: started.storage ?? this.ports.storage,
    });
    for (const { isRunning, storage } of this.processes) {
      if (isRunning && this.ports.storage !== undefined) {
        storage.target = `http://127.0.0.1:${this.ports.storage}`;
      }
    }
    this.options.onMoved?.(this.url);
  }

  private file(extension: string): string {
    return join(this.options.dir, `${this.name}.${extension}`);
  }

  private async prepare(): Promise<void> {
    const { simulator, leaks, name, topology, storage } = this.options;
    await (await this.rotate()).deliver();
    const access = { tokenFile: this.file('token') };
    const { registry, catalog } = simulator;
    await writeFile(
      this.file('yaml'),
      stringify({
        registries: [{ name: REGISTRY, url: registry.url, ...access }],
        catalogs: [{ name: 'model-catalog', url: catalog.url, ...access }],
      }),
    );
    const environment = this.environment();
    const { ports } = this;
    const storageUrl = () =>
      topology === 'three' && ports.storage !== undefined
        ? `http://127.0.0.1:${ports.storage}`
        : undefined;
    for (const role of ROLES[topology]) {
      this.processes.push(
        await RoleProcess.create({
          name: `${name} ${role}`,
          role,
          kubernetesPort: simulator.kubernetes.port,
          databasePort: typeof storage === 'object' ? storage.port : undefined,
          storageUrl,
          onStarted: started => this.moved(started),
          environment,
          leaks,
        }),
      );
    }
  }

  private environment(): Record<string, string> {
    const { simulator, leaks, name, storage, readerToken } = this.options;
    const { kubernetes } = simulator;
    const token = leaks.plant(`Kubernetes token of ${name}`, planted());
    kubernetes.tokens.set({ token, user: name });
    return {
      token,
      'ca.crt': kubernetes.caPem,
      NAMESPACE: 'rhdh',
      CONFIG_FILE: this.file('yaml'),
      ...storageVariables(storage),
      STORAGE_TOKEN: leaks.plant(`write credential of ${name}`, planted()),
      STORAGE_ADDRESS: '127.0.0.1:0',
      LOCATION_ADDRESS: '127.0.0.1:0',
      LOCATION_TOKEN: readerToken,
      POLLING_INTERVAL: '2m',
    };
  }
}
