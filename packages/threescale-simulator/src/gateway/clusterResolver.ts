import { z } from 'zod/v4';
import type { KubernetesAccess } from '../operator/kubernetes/access';
import { KubernetesApi } from '../operator/kubernetes/KubernetesApi';
import type { Resolve } from './forward';

const serverSchema = z.object({
  status: z
    .object({
      address: z.object({ url: z.string().optional() }).optional(),
      addresses: z.array(z.object({ url: z.string().optional() })).optional(),
    })
    .optional(),
});

/** `<service>.<namespace>.svc.<cluster domain>`. */
const IN_CLUSTER = /^([^.]+)\.([^.]+)\.svc(\.|$)/;

/** What serves under the name of a Service, as KServe names them. */
function candidates(service: string, namespace: string): string[] {
  const path = (version: string, plural: string, name: string) =>
    `/apis/serving.kserve.io/${version}/namespaces/${encodeURIComponent(
      namespace,
    )}/${plural}/${encodeURIComponent(name)}`;
  const name = service.replace(/-(predictor|kserve-workload-svc)$/, '');
  return [
    path('v1beta1', 'inferenceservices', name),
    path('v1alpha2', 'llminferenceservices', name),
    path('v1alpha1', 'llminferenceservices', name),
  ];
}

/**
 * Finds simulated model servers by the names that their Services have in a
 * cluster: no name server knows these here, but the status of the model server
 * says where it listens. Addresses outside of the cluster stay as they are.
 */
export function clusterResolver(access: KubernetesAccess): {
  readonly resolve: Resolve;
  close(): void;
} {
  const api = new KubernetesApi(access);
  const addressAt = async (path: string): Promise<string | undefined> => {
    const answer = await api.send({ path }).catch(() => undefined);
    const { status } = serverSchema.catch({}).parse(answer ?? {});
    return status?.address?.url ?? status?.addresses?.at(-1)?.url;
  };
  return {
    resolve: async privateUrl => {
      const [, service, namespace] = IN_CLUSTER.exec(privateUrl.hostname) ?? [];
      if (!service || !namespace) return privateUrl;
      for (const path of candidates(service, namespace)) {
        const address = await addressAt(path);
        if (address && URL.canParse(address)) {
          const url = new URL(new URL(address).origin);
          url.pathname = privateUrl.pathname;
          url.search = privateUrl.search;
          return url;
        }
      }
      return undefined;
    },
    close: () => api.close(),
  };
}
