import { isHttpError, type KubernetesClient } from '@model-catalog/node';
import { z } from 'zod/v4';
import { inWords } from '../failure';
import type { Finding, Judged } from '../types';

const Group = z.object({
  versions: z.array(z.object({ version: z.string() })),
});
const Groups = z.object({ groups: z.array(z.object({ name: z.string() })) });
const Resources = z.object({
  resources: z.array(z.object({ name: z.string() })),
});

/** The custom kinds that are read, and what to do where one is not served. */
const KINDS = [
  {
    id: 'kinds.inferenceservices',
    title: 'Kind InferenceService',
    group: 'serving.kserve.io',
    resource: 'inferenceservices',
    absent: {
      verdict: 'fail',
      found: 'serving.kserve.io has no inferenceservices here',
      nextStep:
        'Enable KServe: in the DataScienceCluster set spec.components.kserve.managementState to Managed. Without it only models of registries are shown',
    },
  },
  {
    id: 'kinds.llminferenceservices',
    title: 'Kind LLMInferenceService',
    group: 'serving.kserve.io',
    resource: 'llminferenceservices',
    absent: {
      verdict: 'ok',
      found:
        'not served: OpenShift AI has it since 2.25. There is nothing to read',
    },
  },
  {
    id: 'kinds.routes',
    title: 'Kind Route',
    group: 'route.openshift.io',
    resource: 'routes',
    absent: {
      verdict: 'warn',
      found: 'not served: this is no OpenShift',
      nextStep:
        'Nothing, where registries have another address: an annotation of their Service, or MR_ROUTE',
    },
  },
  {
    id: 'kinds.modelregistries',
    title: 'Kind ModelRegistry',
    group: 'modelregistry.opendatahub.io',
    resource: 'modelregistries',
    absent: {
      verdict: 'warn',
      found: 'not served: the model registry is not enabled in OpenShift AI',
      nextStep:
        'In the DataScienceCluster set spec.components.modelregistry.managementState to Managed (2.20 or later), and create a registry; or leave it, where registries are elsewhere (MR_ROUTE) or none is wanted',
    },
  },
] as const satisfies readonly {
  id: string;
  title: string;
  group: string;
  resource: string;
  absent: Judged;
}[];

type Kind = (typeof KINDS)[number];

/** The versions of a kind that the cluster serves, or why that is not known. */
export type KindFacts = { kind: Kind } & (
  | { versions: readonly string[] }
  | { error: unknown }
);

async function versionsOf(
  client: Pick<KubernetesClient, 'get'>,
  { group, resource }: Kind,
): Promise<string[]> {
  const { versions } = await client.get(`/apis/${group}`, Group);
  const served: string[] = [];
  for (const { version } of versions) {
    const { resources } = await client.get(
      `/apis/${group}/${version}`,
      Resources,
    );
    if (resources.some(({ name }) => name === resource)) {
      served.push(version);
    }
  }
  return served;
}

/** Asks the API server which of the kinds it serves. */
export function readKinds(
  client: Pick<KubernetesClient, 'get'>,
): Promise<KindFacts[]> {
  return Promise.all(
    KINDS.map(async (kind): Promise<KindFacts> => {
      try {
        return { kind, versions: await versionsOf(client, kind) };
      } catch (error) {
        return isHttpError(error, 404)
          ? { kind, versions: [] }
          : { kind, error };
      }
    }),
  );
}

/** The groups of kinds that the cluster has; none where it does not tell. */
export async function readGroups(
  client: Pick<KubernetesClient, 'get'>,
): Promise<ReadonlySet<string>> {
  try {
    const { groups } = await client.get('/apis', Groups);
    return new Set(groups.map(({ name }) => name));
  } catch {
    return new Set();
  }
}

export function judgeKind(facts: KindFacts): Finding {
  const { id, title, resource, group, absent } = facts.kind;
  if ('error' in facts) {
    return {
      ...{ id, title, verdict: 'fail', found: inWords(facts.error) },
      nextStep: `Look why the API server does not tell what /apis/${group} has; an aggregated or conversion webhook may be down`,
    };
  }
  const { versions } = facts;
  return versions.length > 0
    ? {
        ...{ id, title, verdict: 'ok' },
        found: `${resource}.${group} is served (${versions.join(', ')})`,
      }
    : { id, title, ...absent };
}

/** What comes and goes with a kind that is looked for. */
const BESIDE: Readonly<Record<string, string>> = {
  inferenceservices: 'servingruntimes',
  routes: 'consolelinks',
};

/** Resources of which it is known that the cluster serves none: rights to them are no matter. */
export function unservedOf(facts: readonly KindFacts[]): Set<string> {
  const unserved = facts
    .filter(one => 'versions' in one && one.versions.length === 0)
    .map(({ kind }) => kind.resource);
  return new Set(unserved.flatMap(one => [one, BESIDE[one] ?? one]));
}
