import { isHttpError, type KubernetesClient } from '@model-catalog/node';
import { z } from 'zod/v4';
import { createLookup, type Lookup, type LookupOptions } from './lookup';

/** Of each Service in a namespace, the model server that it is of. */
export type ServiceOwners = ReadonlyMap<string, string>;

const texts = z.record(z.string(), z.string()).nullish().catch(undefined);

const Service = z.object({
  metadata: z.object({
    name: z.string(),
    labels: texts,
    ownerReferences: z
      .array(z.object({ kind: z.string(), name: z.string() }))
      .nullish()
      .catch(undefined),
  }),
});

const ServiceList = z.object({
  metadata: z.object({ continue: z.string().nullish() }).nullish(),
  items: z.array(z.unknown()).nullish(),
});

const RESOURCES: Readonly<Record<string, string>> = {
  InferenceService: 'inferenceservice',
  LLMInferenceService: 'llminferenceservice',
};

/** KServe's labels of the Services that it makes. */
const ISVC_LABEL = 'serving.kserve.io/inferenceservice';
const LLM_PART_OF = 'app.kubernetes.io/part-of';
const NAME_LABEL = 'app.kubernetes.io/name';

/**
 * The model server that a Service is of: its owner's, else what its labels say.
 * Knative and ModelMesh make Services of which only labels tell.
 */
function serverOf(
  namespace: string,
  { metadata }: z.infer<typeof Service>,
): string | undefined {
  const { labels, ownerReferences } = metadata;
  for (const { kind, name } of ownerReferences ?? []) {
    const resource = RESOURCES[kind];
    if (resource !== undefined) {
      return `${namespace}/${resource}/${name}`;
    }
  }
  const isvc = labels?.[ISVC_LABEL];
  const llm =
    labels?.[LLM_PART_OF] === 'llminferenceservice'
      ? labels[NAME_LABEL]
      : undefined;
  if (isvc) {
    return `${namespace}/inferenceservice/${isvc}`;
  }
  return llm ? `${namespace}/llminferenceservice/${llm}` : undefined;
}

const PAGE = 500;
const MAX_PAGES = 20;

async function listOwners(
  client: Pick<KubernetesClient, 'get'>,
  namespace: string,
  signal: AbortSignal,
): Promise<ServiceOwners> {
  const owners = new Map<string, string>();
  let token = '';
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const query = new URLSearchParams({
      limit: String(PAGE),
      ...(token && { continue: token }),
    });
    const path = `/api/v1/namespaces/${namespace}/services?${query}`;
    const list = await client.get(path, ServiceList, {
      signal,
      metadataOnly: true,
    });
    for (const raw of list.items ?? []) {
      const { data } = Service.safeParse(raw);
      const server = data && serverOf(namespace, data);
      if (data && server !== undefined) {
        owners.set(data.metadata.name, server);
      }
    }
    token = list.metadata?.continue ?? '';
    if (!token) {
      break;
    }
  }
  return owners;
}

const isSame = (a: ServiceOwners = new Map(), b: ServiceOwners = new Map()) =>
  a.size === b.size && [...a].every(([name, server]) => b.get(name) === server);

/**
 * Whose the Services of namespaces are, by namespace: listed once for all
 * backends that lead there, and again every few minutes. Where they may not be
 * read, the names of Services tell nearly as much.
 */
export const createServiceLookup = (
  client: Pick<KubernetesClient, 'get'>,
  options: Pick<LookupOptions<ServiceOwners>, 'now' | 'delay' | 'onChange'>,
): Lookup<ServiceOwners> =>
  createLookup({
    ...options,
    isSame,
    freshMs: 300_000,
    look: async (namespace, signal) => {
      try {
        return await listOwners(client, namespace, signal);
      } catch (error) {
        const isSilent = isHttpError(error, 403) || isHttpError(error, 404);
        if (isSilent) {
          return undefined;
        }
        throw error;
      }
    },
  });
