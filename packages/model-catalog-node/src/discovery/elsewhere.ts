import { z } from 'zod/v4';
import type { KubernetesClient } from '../kubernetes/types';
import type { SourceEvent } from '../sources/types';
import { SELECTOR } from './findEndpoints';

const Names = z.object({
  items: z
    .array(
      z.object({
        metadata: z.object({ name: z.string(), namespace: z.string() }),
      }),
    )
    .nullish(),
});

const LIMIT = 100;

/** How often it is looked, milliseconds. */
const PAUSE_MS = 600_000;

type Looking = {
  client: KubernetesClient;
  namespaces: readonly string[];
  delay: (ms: number, signal: AbortSignal) => Promise<void>;
  log: (event: Omit<SourceEvent, 'source'>) => void;
};

/**
 * Says once of each Service that looks like a registry's or a catalog's in a
 * namespace that is not trusted: only its name is read, and nothing is sent
 * there. That it cannot be looked for is no fault.
 */
export async function lookElsewhere(
  { client, namespaces, delay, log }: Looking,
  signal: AbortSignal,
): Promise<void> {
  const query = new URLSearchParams({
    labelSelector: SELECTOR,
    limit: String(LIMIT),
  });
  const told = new Set<string>();
  while (!signal.aborted) {
    const found = await client
      .get(`/api/v1/services?${query}`, Names, { signal })
      .catch(() => undefined);
    const fresh = (found?.items ?? [])
      .filter(({ metadata }) => !namespaces.includes(metadata.namespace))
      .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)
      .filter(name => !told.has(name));
    if (fresh.length > 0) {
      fresh.forEach(name => told.add(name));
      log({
        level: 'info',
        message: `Not read, as only ${namespaces.join(', ')} ${
          namespaces.length > 1 ? 'are' : 'is'
        } trusted with our credential: Service ${fresh.join(
          ', ',
        )}. If an operator of yours runs it, add its namespace to REGISTRIES_NAMESPACES`,
      });
    }
    await delay(PAUSE_MS, signal);
  }
}
