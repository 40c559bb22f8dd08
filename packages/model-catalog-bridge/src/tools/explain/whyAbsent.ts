import { type KubernetesClient, whyLeftOut } from '@model-catalog/node';
import { z } from 'zod/v4';
import { type AbsentVersion, versionsLike } from './registries';
import type { AbsenceInput, Reason } from './types';

const texts = z.record(z.string(), z.string()).nullish();
const Listed = z.object({
  items: z.array(
    z.object({
      metadata: z.object({
        name: z.string(),
        namespace: z.string(),
        labels: texts,
        annotations: texts,
      }),
    }),
  ),
});
type Listed = z.infer<typeof Listed>['items'][number];

const Namespace = z.object({ metadata: z.object({ labels: texts }) });

const KINDS = [
  ['InferenceService', 'v1beta1/inferenceservices', 'kserve'],
  ['LLMInferenceService', 'v1alpha1/llminferenceservices', 'kserve-llm'],
  ['LLMInferenceService', 'v1alpha2/llminferenceservices', 'kserve-llm'],
] as const;

const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]+/g, '');

/** The name in what was asked for, without kind and namespace. */
export function nameIn(asked: string): string {
  return asked.replace(/^\w+:/, '').replace(/^default\//, '');
}

function isLike({ metadata }: Listed, asked: string): boolean {
  const { namespace, name } = metadata;
  const wanted = plain(nameIn(asked));
  return [name, `${namespace}${name}`].some(one => plain(one) === wanted);
}

async function labelsOf(client: KubernetesClient, namespace: string) {
  const path = `/api/v1/namespaces/${namespace}`;
  const found = await client.get(path, Namespace).catch(() => undefined);
  return found && (found.metadata.labels ?? {});
}

async function serverReasons(
  asked: string,
  { config, kubernetes, view }: AbsenceInput,
): Promise<Reason[]> {
  const { client } = kubernetes;
  const reasons = new Map<string, string>();
  for (const [kind, path, source] of KINDS) {
    const url = `/apis/serving.kserve.io/${path}?limit=5000`;
    const { items } = await client
      .get(url, Listed)
      .catch(() => ({ items: [] }));
    for (const item of items.filter(one => isLike(one, asked))) {
      const { namespace, name, labels, annotations } = item.metadata;
      const left = whyLeftOut(
        {
          namespace,
          labels: labels ?? {},
          annotations: annotations ?? {},
          namespaceLabels: await labelsOf(client, namespace),
        },
        config.selection,
      );
      const status = view.status?.sources.find(({ id }) => id === source);
      const told =
        status && status.state !== 'complete'
          ? `source ${source} is ${status.state}${
              status.message ? `: ${status.message}` : ''
            }`
          : 'it is there and nothing leaves it out: it comes with the next run, or /readyz and the log of rhoai-normalizer name what is wrong with it';
      reasons.set(
        `${kind} ${namespace}/${name}`,
        left === undefined ? told : `left out: ${left}`,
      );
    }
  }
  return [...reasons].map(([object, reason]) => ({ object, reason }));
}

function versionReason(
  { model, version, registry }: AbsentVersion,
  { config, view }: AbsenceInput,
): Reason {
  const object = `registry ${registry}: "${model.name}"${
    version ? ` version "${version.name}"` : ''
  }`;
  const { versions } = config.selection;
  const status = view.status?.sources.find(
    ({ id }) => id === `model-registry/${registry}`,
  );
  if (model.state === 'ARCHIVED') {
    return { object, reason: 'the registered model is archived; restore it' };
  }
  if (!version) {
    return { object, reason: 'it has no version; entities are made of those' };
  }
  if (version.state === 'ARCHIVED') {
    return { object, reason: 'the version is archived; restore it' };
  }
  if (status && status.state !== 'complete') {
    return {
      object,
      reason: `source ${status.id} is ${status.state}${
        status.message ? `: ${status.message}` : ''
      }`,
    };
  }
  return {
    object,
    reason:
      versions === 'all'
        ? 'it is there and nothing leaves it out, unless it is marked rhdh.modelcatalog.io/ignore or not marked rhdh.modelcatalog.io/include where selection is opt-in; else it comes with the next run'
        : `left out: versions is ${
            typeof versions === 'string'
              ? versions
              : `latest:${versions.latest}`
          }`,
  };
}

/** Before the first run nothing has an entity. */
function storeReasons({ view }: AbsenceInput): Reason[] {
  return view.synced
    ? []
    : [
        {
          object: 'store',
          reason:
            'no sync was ever completed into it: start rhoai-normalizer (or all), or look at its /readyz',
        },
      ];
}

/** Sources that were never read, or cannot be now: what is asked for may be there. */
function sourceReasons({ view }: AbsenceInput): Reason[] {
  return (view.status?.sources ?? []).flatMap(({ id, state, message }) =>
    state === 'complete'
      ? []
      : [
          {
            object: `source ${id}`,
            reason: `${state}: it may be there and be unread${
              message ? `. ${message}` : ''
            }`,
          },
        ],
  );
}

/**
 * Looks in the cluster and its registries for what an entity could have been
 * made of, and says why none was.
 */
export async function whyAbsent(
  asked: string,
  input: AbsenceInput,
): Promise<Reason[]> {
  const servers = await serverReasons(asked, input);
  const { found, problems } = await versionsLike(nameIn(asked), input);
  const versions = found.map(one => versionReason(one, input));
  const named = [...servers, ...versions];
  const others = [...problems, ...sourceReasons(input)];
  const nothing = {
    object: 'nothing',
    reason:
      'of this name is in the cluster or in a registry that can be read; export lists the entities there are',
  };
  const store = storeReasons(input);
  return named.length > 0
    ? [...named, ...store]
    : [nothing, ...others, ...store];
}
