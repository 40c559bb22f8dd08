import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  type FaultProxy,
  freePort,
  type Simulator,
  startFaultProxy,
  startSimulator,
} from '@model-catalog/rhoai-simulator';
import { stringify } from 'yaml';
import {
  type PostgresAccess,
  type RealPostgres,
  startPostgres,
} from '../../realServers/postgres/startPostgres';
import type { Breakable } from '../Breakable';
import type { Shown } from '../model/fields';
import type { Script } from '../script/script';
import { inConfigMaps, inPostgres, type OpenFresh } from '../rig/checkStore';
import { countRequests } from '../rig/inFlight';
import { LeakWatch } from '../rig/LeakWatch';
import { askOracle } from '../rig/oracle';
import { storageVariables } from '../rig/Pod';
import { planted } from '../rig/planted';
import { FaultWorld, REGISTRY } from '../world/FaultWorld';
import { CatalogWatch } from './CatalogWatch';
import { Child } from './Child';

const ROOT = process.env.FAULTS_ROOT ?? resolve('.');
const inRoot = (path: string) => join(ROOT, path);
/** Another than the one that builds make, so that a long walk can outlast them. */
const BRIDGE =
  process.env.FAULTS_BRIDGE ??
  inRoot('packages/model-catalog-bridge/dist/main.cjs');

export type RealRole = 'rhoai-normalizer' | 'storage-rest' | 'location';
const ROLES: readonly RealRole[] = [
  'storage-rest',
  'rhoai-normalizer',
  'location',
];

interface Ports {
  readonly location: number;
  readonly storage: number;
  readonly backstage: number;
}

/** What is started before anything of ours. */
interface Parts {
  readonly dir: string;
  readonly ports: Ports;
  readonly simulator: Simulator;
  readonly postgres: RealPostgres;
  /** Of the store, if it lies in a database. */
  readonly access?: PostgresAccess;
  readonly location: FaultProxy;
  readonly storage: FaultProxy;
}

/** The bridge as three processes, Backstage as one on PostgreSQL, and a cluster that is simulated in this one. */
export class RealRig implements Breakable {
  readonly leaks = new LeakWatch();
  readonly roles = new Map<RealRole, Child>();
  readonly world: FaultWorld;
  readonly catalog: CatalogWatch;
  private readonly readerToken = this.leaks.plant(
    'token of the provider',
    planted(),
  );
  private token = '';
  private oracles = 0;
  private backend: Child | undefined;
  private second: Child | undefined;

  private constructor(private readonly own: Parts) {
    this.world = new FaultWorld(own.simulator.control.url);
    this.catalog = new CatalogWatch(
      `http://127.0.0.1:${own.ports.backstage}`,
      own.location.url,
      this.leaks,
    );
  }

  get simulator(): Simulator {
    return this.own.simulator;
  }
  get postgres(): RealPostgres {
    return this.own.postgres;
  }

  get location(): FaultProxy {
    return this.own.location;
  }

  static async start(store: Script['store']): Promise<RealRig> {
    countRequests();
    const dir = await mkdtemp(join(tmpdir(), 'faults-real-'));
    const ports = {
      location: await freePort(),
      storage: await freePort(),
      backstage: await freePort(),
    };
    const simulator = await startSimulator({
      dir,
      world: process.env.FAULTS_WORLD ?? inRoot('e2e/faults/world'),
      proxied: true,
      token: 'simulator-admin',
    });
    await simulator.settled();
    const postgres = await startPostgres();
    const access =
      store === 'PostgreSQL'
        ? await postgres.createDatabase('bridge')
        : undefined;
    const local = (port: number) => `http://127.0.0.1:${port}`;
    const rig = new RealRig({
      dir,
      ports,
      simulator,
      ...{ postgres, access },
      location: await startFaultProxy({ target: local(ports.location) }),
      storage: await startFaultProxy({ target: local(ports.storage) }),
    });
    await rig.world.look();
    await rig.startRoles();
    await rig.startBackstage();
    return rig;
  }

  get backstage(): Child {
    if (!this.backend) {
      throw new Error('Backstage was not started');
    }
    return this.backend;
  }

  role(name: RealRole): Child {
    const found = this.roles.get(name);
    if (!found) {
      throw new Error(`There is no ${name}`);
    }
    return found;
  }

  /** Opens its store as a process does that starts now. */
  get openStore(): OpenFresh {
    const { access, simulator } = this.own;
    return access ? inPostgres(access) : inConfigMaps(simulator);
  }

  readonly sql = (text: string) =>
    this.postgres.query(text, this.own.access?.database);

  storages(): readonly FaultProxy[] {
    return [this.own.storage];
  }

  async rotate() {
    const { tokens } = this.simulator.kubernetes;
    const next = this.leaks.plant('registry token', planted());
    tokens.revoke(this.token);
    tokens.set({ token: next, user: 'bridge' });
    this.token = next;
    return { deliver: () => writeFile(this.file('token'), next) };
  }

  oracle(): Promise<Shown> {
    this.oracles += 1;
    const { simulator, leaks, readerToken } = this;
    const name = `fresh-${this.oracles}`;
    const { dir } = this.own;
    return askOracle({ name, simulator, leaks, readerToken, dir });
  }

  logs(): string[] {
    return [...this.roles.values(), this.backstage].flatMap(({ name, log }) =>
      log.slice(-120).map(line => `${name} ${line}`),
    );
  }

  async stop(): Promise<void> {
    this.catalog.stop();
    await Promise.all([...this.roles.values()].map(role => role.kill()));
    await this.backend?.kill();
    await this.second?.kill();
    await this.postgres.stop();
    await Promise.all([this.location.stop(), this.own.storage.stop()]);
    await this.simulator.stop();
    await rm(this.own.dir, { recursive: true, force: true });
  }

  private file(name: string): string {
    return join(this.own.dir, name);
  }

  private async startRoles(): Promise<void> {
    await (await this.rotate()).deliver();
    const { registry, catalog, kubernetes } = this.simulator;
    const access = { tokenFile: this.file('token') };
    await writeFile(
      this.file('bridge.yaml'),
      stringify({
        registries: [{ name: REGISTRY, url: registry.url, ...access }],
        catalogs: [{ name: 'model-catalog', url: catalog.url, ...access }],
      }),
    );
    const token = this.leaks.plant('Kubernetes token', planted());
    kubernetes.tokens.set({ token, user: 'bridge' });
    const { ports } = this.own;
    for (const role of ROLES) {
      const child = new Child({
        name: role,
        leaks: this.leaks,
        command: [process.execPath, BRIDGE, role],
        environment: {
          token,
          'ca.crt': kubernetes.caPem,
          KUBERNETES_SERVICE_HOST: '127.0.0.1',
          KUBERNETES_SERVICE_PORT: String(kubernetes.port),
          NAMESPACE: 'rhdh',
          CONFIG_FILE: this.file('bridge.yaml'),
          ...storageVariables(this.own.access ?? 'ConfigMap'),
          STORAGE_URL: this.own.storage.url,
          STORAGE_ADDRESS: `127.0.0.1:${ports.storage}`,
          LOCATION_ADDRESS: `127.0.0.1:${ports.location}`,
          LOCATION_TOKEN: this.readerToken,
          METRICS_ADDRESS: `127.0.0.1:${await freePort()}`,
          CHECK_INTERVAL: '2s',
          POLLING_INTERVAL: '30s',
          LOG_LEVEL: 'debug',
        },
      });
      this.roles.set(role, child);
      await child.start();
    }
  }

  private async startBackstage(): Promise<void> {
    this.backend = await this.newBackstage(
      'Backstage',
      this.own.ports.backstage,
    );
    await this.backend.start();
    this.catalog.start();
  }

  /** One more on the same database; not started. */
  async secondBackstage(): Promise<Child> {
    this.second ??= await this.newBackstage('Backstage-2', await freePort());
    return this.second;
  }

  private async newBackstage(name: string, backstage: number): Promise<Child> {
    const { host, port, user, password } = this.postgres;
    const url = `http://127.0.0.1:${backstage}`;
    const config = this.file(`${name}.json`);
    await writeFile(
      config,
      JSON.stringify({
        app: { baseUrl: url },
        backend: {
          baseUrl: url,
          listen: { host: '127.0.0.1', port: backstage },
          auth: { dangerouslyDisableDefaultAuthPolicy: true },
          database: {
            client: 'pg',
            prefix: 'faults_',
            connection: { host, port, user, password },
          },
        },
        catalog: {
          providers: {
            modelCatalog: {
              walk: { baseUrl: this.location.url, token: this.readerToken },
            },
          },
        },
      }),
    );
    return new Child({
      name,
      leaks: this.leaks,
      cwd: inRoot('bench'),
      ipc: true,
      command: [
        process.execPath,
        '--no-node-snapshot',
        '--require',
        '@backstage/cli/config/nodeTransform.cjs',
        'src/scale/backstage/main.ts',
        '--config',
        config,
      ],
      environment: { NODE_ENV: 'production', LOG_LEVEL: 'info' },
    });
  }
}
