import { mkdtemp, rm, writeFile } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import {
  CatalogRecord,
  type ModelRecord,
  type ServerRecord,
  Snapshot,
} from '@model-catalog/common';
import {
  type AccessRule,
  freePort,
  type Simulator,
  startSimulator,
  toWorldServer,
  type WorldServerInput,
} from '@model-catalog/rhoai-simulator';
import { Bridge } from '../acceptance/system/Bridge';
import { buildBridge } from '../acceptance/system/buildBridge';
import type { Column } from './columns';

const TOKEN = 'connector-token';
const READ = ['get', 'list', 'watch'];

/** As documented, but for the Services of which only two may be read by name: a registry without a RoleBinding refuses us. */
const RULES: readonly AccessRule[] = [
  {
    apiGroups: ['apiextensions.k8s.io'],
    resources: ['customresourcedefinitions'],
    verbs: ['get'],
  },
  { apiGroups: ['route.openshift.io'], resources: ['routes'], verbs: READ },
  { apiGroups: [''], resources: ['services'], verbs: ['list', 'watch'] },
  {
    apiGroups: [''],
    resources: ['services'],
    resourceNames: ['model-registry', 'model-catalog'],
    verbs: ['get'],
  },
  {
    apiGroups: ['serving.kserve.io'],
    resources: ['inferenceservices', 'llminferenceservices'],
    verbs: READ,
  },
  {
    apiGroups: [''],
    resources: ['configmaps'],
    verbs: [...READ, 'create', 'update', 'patch'],
    namespaces: ['rhdh'],
  },
];

/** What is known of it, by kind. */
export interface Known {
  /** State of each source by id. */
  readonly sources: ReadonlyMap<string, string>;
  readonly models: readonly ModelRecord[];
  readonly servers: readonly ServerRecord[];
}

/** A release of OpenShift AI with its demo world, and the bridge that reads it, with nothing configured. */
export class ReleaseWorld {
  private constructor(
    readonly simulator: Simulator,
    readonly bridge: Bridge,
    private readonly dir: string,
  ) {}

  static async start(column: Column): Promise<ReleaseWorld> {
    const dir = await mkdtemp(join(tmpdir(), 'release-'));
    const [simulator] = await Promise.all([
      startSimulator({
        ...column.options,
        dir,
        release: column.id,
        world: 'demo',
        proxied: true,
        users: [{ token: TOKEN, user: 'connector', rules: RULES }],
        registries: [{ name: 'private' }],
      }),
      buildBridge(),
    ]);
    const { url, caPem } = simulator.kubernetes;
    const caFile = join(dir, 'proxies.pem');
    await writeFile(caFile, caPem);
    const bridge = new Bridge({
      locationPort: await freePort(),
      metricsPort: await freePort(),
      env: {
        KUBERNETES_SERVICE_HOST: new URL(url).hostname,
        KUBERNETES_SERVICE_PORT: new URL(url).port,
        token: TOKEN,
        'ca.crt': caPem,
        CA_FILE: caFile,
        NAMESPACE: 'rhdh',
        POLLING_INTERVAL: '2s',
        CHECK_INTERVAL: '500ms',
      },
    });
    return new ReleaseWorld(simulator, bridge, dir);
  }

  /** Deploys a server into the first namespace of the world. */
  deploy(server: Omit<WorldServerInput, 'namespace' | 'storageUri'>): void {
    this.simulator.cluster.deploy(
      toWorldServer({
        namespace: this.namespace,
        storageUri: `oci://registry.example.com/${server.name}:1`,
        ...server,
      }),
    );
  }

  get namespace(): string {
    return this.simulator.cluster.world.namespaces[0]?.name ?? 'default';
  }

  async known(): Promise<Known> {
    const { text } = await this.bridge.get('/api/v1/records');
    const { sources, records } = Snapshot.parse(JSON.parse(text));
    const all = records.map(record => CatalogRecord.parse(record));
    return {
      sources: new Map(sources.map(({ id, state }) => [id, state])),
      models: all.flatMap(one => (one.kind === 'model' ? [one] : [])),
      servers: all.flatMap(one => (one.kind === 'server' ? [one] : [])),
    };
  }

  async stop(): Promise<void> {
    await this.bridge.end('SIGKILL');
    await this.simulator.stop();
    await rm(this.dir, { recursive: true, force: true });
  }
}
