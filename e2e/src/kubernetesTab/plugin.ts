import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Entity } from '@backstage/catalog-model';
import { z } from 'zod/v4';

/** Backstage's own Kubernetes plugin, connected to a cluster. */
export interface KubernetesPlugin {
  /** What the Kubernetes tab of an entity shows. */
  objectsOf(entity: Entity): Promise<Found>;
  stop(): Promise<void>;
}

export interface Found {
  readonly errors: readonly unknown[];
  readonly deployments: readonly string[];
  /** `<namespace>/<name>`. */
  readonly pods: readonly string[];
}

const Named = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string() }),
});

const Answer = z.object({
  items: z.array(
    z.object({
      errors: z.array(z.unknown()),
      resources: z.array(
        z.object({ type: z.string(), resources: z.array(Named) }),
      ),
    }),
  ),
});

type Cluster = {
  readonly url: string;
  readonly caPem: string;
  readonly token: string;
};

const configOf = ({ url, caPem, token }: Cluster) => ({
  kubernetes: {
    serviceLocatorMethod: { type: 'multiTenant' },
    objectTypes: ['pods', 'deployments', 'replicasets'],
    clusterLocatorMethods: [
      {
        type: 'config',
        clusters: [
          {
            name: 'simulator',
            url,
            authProvider: 'serviceAccount',
            serviceAccountToken: token,
            caData: Buffer.from(caPem).toString('base64'),
            skipMetricsLookup: true,
          },
        ],
      },
    ],
  },
});

const Started = z.tuple([z.object({ port: z.number() })]).rest(z.unknown());

/** Starts the backend plugin behind a real HTTP server. */
export async function startKubernetesPlugin(
  cluster: Cluster,
): Promise<KubernetesPlugin> {
  const child = fork(join(__dirname, 'pluginProcess.cjs'), { stdio: 'ignore' });
  child.send(configOf(cluster));
  const [{ port }] = Started.parse(await once(child, 'message'));
  const base = `http://127.0.0.1:${port}/api/kubernetes`;
  return {
    objectsOf: async entity => {
      const answer = await fetch(`${base}/services/${entity.metadata.name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ entity, auth: {} }),
      });
      const text = await answer.text();
      if (!answer.ok) {
        throw new Error(`the plugin answers ${answer.status}: ${text}`);
      }
      const { items } = Answer.parse(JSON.parse(text));
      const of = (type: string) =>
        items
          .flatMap(({ resources }) => resources)
          .filter(group => group.type === type)
          .flatMap(({ resources }) => resources.map(one => one.metadata));
      return {
        errors: items.flatMap(({ errors }) => errors),
        deployments: of('deployments')
          .map(({ name }) => name)
          .sort(),
        pods: of('pods')
          .map(({ namespace, name }) => `${namespace}/${name}`)
          .sort(),
      };
    },
    stop: async () => {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
