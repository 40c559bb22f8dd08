import { mkdtemp, rm, writeFile } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import {
  freePort,
  type Simulator,
  startSimulator,
} from '@model-catalog/rhoai-simulator';
import { KubernetesClient, temporaryKubernetes } from '../../realServers';
import { Bridge } from '../system/Bridge';
import { buildBridge } from '../system/buildBridge';
import { kubeconfigThrough } from '../world/kubeconfigThrough';
import {
  connectorToken,
  createAll,
  documentedRights,
  type Manifest,
  readManifests,
} from './manifests';
import { RbacProxy } from './RbacProxy';

/** A real kube-apiserver with RBAC, and what OpenShift AI's operators have made in it. */
export interface RbacRig {
  /** The cluster's admin. */
  readonly admin: KubernetesClient;
  /** Has what is behind registry and catalog. */
  readonly simulator: Simulator;
  /**
   * Starts a bridge in a namespace of its own, as the documentation says: its
   * ServiceAccount's token, nothing configured but `env`. `change` takes rights
   * away, or puts others in their place.
   */
  bridge(
    namespace: string,
    change?: (rights: Manifest[]) => Manifest[],
    env?: Readonly<Record<string, string>>,
  ): Promise<Bridge>;
  /** Path of the API server's audit log. */
  readonly auditLog: string;
  stop(): Promise<void>;
}

/** Starts it. @param log - lines about what is built and loaded */
export async function startRig(log: (line: string) => void): Promise<RbacRig> {
  const [kubernetes, dir] = await Promise.all([
    temporaryKubernetes({ log, audit: true }),
    mkdtemp(join(tmpdir(), 'rbac-')),
    buildBridge(),
  ]);
  const admin = new KubernetesClient(kubernetes);
  const simulator = await startSimulator({ dir, world: 'demo' });
  const tls = simulator.kubernetes.pki;
  const proxies = await Promise.all(
    [
      ['modelregistry-public', simulator.registry.url] as const,
      ['model-catalog', simulator.catalog.url] as const,
    ].map(([service, target]) =>
      RbacProxy.start({ reviewer: admin, target, service, tls }),
    ),
  );
  const [registry, catalog] = proxies;
  await createAll(
    admin,
    await readManifests('operator', {
      '%registry%': registry?.address ?? '',
      '%catalog%': catalog?.address ?? '',
    }),
  );
  const caFile = join(dir, 'proxies.pem');
  await writeFile(caFile, simulator.kubernetes.caPem);
  const bridges: Bridge[] = [];
  return {
    admin,
    simulator,
    auditLog: kubernetes.auditLog ?? '',
    bridge: async (namespace, change = rights => rights, env = {}) => {
      await createAll(admin, [namespaceOf(namespace)]);
      await createAll(admin, change(await documentedRights(namespace)));
      const kubeconfig = await kubeconfigThrough(kubernetes.kubeconfig, {
        file: join(dir, `${namespace}.kubeconfig`),
        port: Number(new URL(kubernetes.url).port),
        namespace,
        token: await connectorToken(admin, namespace),
      });
      const bridge = new Bridge({
        locationPort: await freePort(),
        metricsPort: await freePort(),
        env: {
          KUBECONFIG: kubeconfig,
          CA_FILE: caFile,
          POLLING_INTERVAL: '2s',
          CHECK_INTERVAL: '500ms',
          ...env,
        },
      });
      bridges.push(bridge);
      bridge.start();
      return bridge;
    },
    stop: async () => {
      await Promise.all(bridges.map(bridge => bridge.end('SIGKILL')));
      await Promise.all(proxies.map(proxy => proxy.stop()));
      await Promise.all([simulator.stop(), admin.close()]);
      await kubernetes.dispose();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

function namespaceOf(name: string): Manifest {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}
