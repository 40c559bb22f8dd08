import { z } from 'zod/v4';
import type {
  KubernetesAnswer,
  KubernetesClient,
  KubernetesRequest,
} from '../../realServers';
import type { TcpProxy } from './TcpProxy';

const GROUP = '/apis/serving.kserve.io/v1beta1';

const objectSchema = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    uid: z.string(),
    resourceVersion: z.string(),
  }),
});
const configMapSchema = z.looseObject({
  metadata: z.looseObject({ name: z.string(), resourceVersion: z.string() }),
  binaryData: z.record(z.string(), z.string()).optional(),
});
const configMapsSchema = z.object({ items: z.array(configMapSchema) });

/** A ConfigMap as the API answers it. */
export type ConfigMap = z.infer<typeof configMapSchema>;

/** Names an InferenceService. */
export interface ServerRef {
  readonly namespace: string;
  readonly name: string;
}

/** What an InferenceService is created with. */
export interface NewServer extends ServerRef {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * Writes a kubeconfig whose context has this namespace, through another port
 * than `connection` if one is given; gives its path.
 */
export type KubeconfigWriter = (
  namespace: string,
  port?: number,
) => Promise<string>;

/** How a cluster is reached. */
export interface ClusterOptions {
  readonly client: KubernetesClient;
  /** Where the bridge's connections pass. */
  readonly connection: TcpProxy;
  /** The tokens in the kubeconfigs so far. */
  readonly tokens: ReadonlySet<string>;
  /** Where the API itself listens. */
  readonly port: number;
  readonly kubeconfigFor: KubeconfigWriter;
}

/** What the suite does at the Kubernetes API itself, past every proxy. */
export class Cluster {
  private readonly client: KubernetesClient;
  readonly connection: TcpProxy;
  readonly tokens: ReadonlySet<string>;
  readonly kubeconfigFor: KubeconfigWriter;

  /** Where the API itself listens. */
  readonly port: number;

  constructor(options: ClusterOptions) {
    this.port = options.port;
    this.client = options.client;
    this.connection = options.connection;
    this.tokens = options.tokens;
    this.kubeconfigFor = options.kubeconfigFor;
  }

  async createNamespace(name: string): Promise<void> {
    await this.must(
      {
        method: 'POST',
        path: '/api/v1/namespaces',
        body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
      },
      201,
    );
  }

  /** Creates an InferenceService, without status; gives its uid. */
  async createServer(server: NewServer): Promise<string> {
    const { namespace, name, labels, annotations } = server;
    const answer = await this.must(
      {
        method: 'POST',
        path: `${GROUP}/namespaces/${namespace}/inferenceservices`,
        body: {
          apiVersion: 'serving.kserve.io/v1beta1',
          kind: 'InferenceService',
          metadata: { namespace, name, labels, annotations },
          spec: {
            predictor: {
              model: {
                modelFormat: { name: 'vLLM' },
                storageUri: `oci://registry.example.com/models/${name}:1`,
              },
            },
          },
        },
      },
      201,
    );
    return objectSchema.parse(answer.body).metadata.uid;
  }

  /** Writes the status that KServe's controller would: ready at `url`. */
  async makeReady(ref: ServerRef, url: string): Promise<void> {
    const path = pathOf(ref);
    const current = objectSchema.parse((await this.must({ path }, 200)).body);
    const status = {
      url,
      address: { url },
      conditions: ['IngressReady', 'PredictorReady', 'Ready'].map(type => ({
        type,
        status: 'True',
        lastTransitionTime: new Date().toISOString(),
      })),
    };
    await this.must(
      { method: 'PUT', path: `${path}/status`, body: { ...current, status } },
      200,
    );
  }

  async patchServer(ref: ServerRef, patch: object): Promise<void> {
    const path = pathOf(ref);
    const contentType = 'application/merge-patch+json';
    await this.must({ method: 'PATCH', path, contentType, body: patch }, 200);
  }

  async deleteServer(ref: ServerRef): Promise<void> {
    await this.must({ method: 'DELETE', path: pathOf(ref) }, 200);
  }

  async configMaps(namespace: string): Promise<ConfigMap[]> {
    const path = `/api/v1/namespaces/${namespace}/configmaps`;
    const answer = await this.must({ path }, 200);
    const { items } = configMapsSchema.parse(answer.body);
    return items.filter(({ metadata }) => metadata.name.startsWith('bac-'));
  }

  private async must(
    request: KubernetesRequest,
    status: number,
  ): Promise<KubernetesAnswer> {
    const answer = await this.client.send(request);
    if (answer.status === status) return answer;
    const what = `${request.method ?? 'GET'} ${request.path}`;
    throw new Error(
      `${what} answered ${answer.status}: ${JSON.stringify(answer.body)}`,
    );
  }
}

function pathOf({ namespace, name }: ServerRef): string {
  return `${GROUP}/namespaces/${namespace}/inferenceservices/${name}`;
}
