import { z } from 'zod/v4';
import type { KubernetesClient } from '@model-catalog/node';

/** OpenShift puts this ConfigMap into each namespace. */
const NAME = 'openshift-service-ca.crt';
const KEY = 'service-ca.crt';

/** The authority of Services changes about once in two years, and the old one is kept beside it for months. */
const REMEMBER_MS = 600_000;
const RETRY_MS = 60_000;

/** A connection waits no longer than this for it: the API may be away while the registry is not. */
const PATIENCE_MS = 2000;

const ConfigMap = z.object({
  data: z.record(z.string(), z.string()).nullish(),
});

export type ServiceCaOptions = {
  client: Pick<KubernetesClient, 'get' | 'namespace'>;
  now: () => number;
  delay: (ms: number, signal: AbortSignal) => Promise<void>;
};

/**
 * The authority that signs Services, from the ConfigMap of our own namespace:
 * for pods that have no service-account files. The documented Role may read
 * it; where it cannot be read there is none, and what was read before stays.
 */
export function createServiceCa({
  client,
  now,
  delay,
}: ServiceCaOptions): () => Promise<string | undefined> {
  const { namespace } = client;
  let pem: string | undefined;
  let reading: Promise<void> | undefined;
  let readAgainAt = 0;

  const read = async (path: string) => {
    try {
      const { data } = await client.get(path, ConfigMap);
      pem = data?.[KEY] ?? pem;
      readAgainAt = now() + REMEMBER_MS;
    } catch {
      readAgainAt = now() + RETRY_MS;
    } finally {
      reading = undefined;
    }
  };

  return async () => {
    if (!namespace) {
      return undefined;
    }
    if (now() >= readAgainAt) {
      reading ??= read(`/api/v1/namespaces/${namespace}/configmaps/${NAME}`);
    }
    if (reading && pem === undefined) {
      const patience = new AbortController();
      await Promise.race([reading, delay(PATIENCE_MS, patience.signal)]);
      patience.abort();
    }
    return pem;
  };
}
