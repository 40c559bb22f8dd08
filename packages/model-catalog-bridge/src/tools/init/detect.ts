import { isHttpError, type KubernetesClient } from '@model-catalog/node';
import { z } from 'zod/v4';
import type { Answers, Names } from './answers';
import { Backstage, type Existing } from './existing';

/** What a cluster tells by itself. */
export type Detected = {
  answers: Partial<Answers>;
  /** The `Backstage` that is there. */
  existing?: Existing;
  /** What was seen, and what could not be looked at, one line each. */
  notes: string[];
};

const Named = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string().optional() }),
});
const Items = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item) });

const Group = z.object({
  preferredVersion: z.object({ version: z.string() }),
});

const Cluster = z.object({
  spec: z
    .object({
      components: z
        .object({
          modelregistry: z
            .object({
              managementState: z.string().optional(),
              registriesNamespace: z.string().optional(),
            })
            .optional(),
        })
        .optional(),
    })
    .optional(),
  status: z
    .object({
      release: z
        .object({ name: z.string().optional(), version: z.string().optional() })
        .optional(),
    })
    .optional(),
});

const DASHBOARD_ROLE = /^registry-user-/;

type Asked = Pick<KubernetesClient, 'get'>;

/**
 * An answer, nothing where there is none of it; what may not be looked at is
 * noted.
 *
 * @throws HttpError where the cluster does not answer us at all
 */
async function ask<T>(
  client: Asked,
  { path, what, notes }: { path: string; what: string; notes: string[] },
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  try {
    return await client.get(path, schema);
  } catch (error) {
    if (
      !isHttpError(error) ||
      error.kind !== 'status' ||
      error.status === 401
    ) {
      throw error;
    }
    if (error.status !== 404) {
      notes.push(
        error.status === 403
          ? `${what} may not be looked at with this kubeconfig`
          : `${what} could not be looked at: ${error.message}`,
      );
    }
    return undefined;
  }
}

async function rhoai(client: Asked, notes: string[]) {
  const group = 'datasciencecluster.opendatahub.io';
  const found = await ask(
    client,
    {
      path: `/apis/${group}/v1/datascienceclusters`,
      what: 'The DataScienceCluster',
      notes,
    },
    Items(Cluster),
  );
  const [first] = found?.items ?? [];
  const { name, version } = first?.status?.release ?? {};
  const registry = first?.spec?.components?.modelregistry;
  if (name !== undefined) {
    notes.push(`${name} ${version ?? ''}`.trim());
  }
  if (registry?.managementState === 'Removed') {
    notes.push('Its model registry is not enabled (managementState: Removed)');
  }
  return {
    names: name && flavourOf(name),
    registry: registry?.registriesNamespace,
  };
}

const flavourOf = (name: string): Names =>
  /open data hub|^odh/i.test(name) ? 'odh' : 'rhoai';

async function registryNamespace(client: Asked): Promise<string | undefined> {
  const quiet: string[] = [];
  for (const name of ['rhoai-model-registries', 'odh-model-registries']) {
    const path = `/api/v1/namespaces/${name}`;
    if (await ask(client, { path, what: name, notes: quiet }, Named)) {
      return name;
    }
  }
  return undefined;
}

async function registryRole(
  client: Asked,
  registry: string,
  notes: string[],
): Promise<string | undefined> {
  const found = await ask(
    client,
    {
      path: `/apis/rbac.authorization.k8s.io/v1/namespaces/${registry}/roles`,
      what: `Roles in ${registry}`,
      notes,
    },
    Items(Named),
  );
  const roles = (found?.items ?? [])
    .map(({ metadata }) => metadata.name)
    .filter(name => DASHBOARD_ROLE.test(name));
  if (roles.length > 1) {
    notes.push(
      `${
        roles.length
      } registries in ${registry}: bind the account to each of ${roles.join(
        ', ',
      )}; the manifests bind it to one`,
    );
  }
  return roles.find(name => name.endsWith('-public')) ?? roles[0];
}

async function operatorHub(
  client: Asked,
  { namespace, backstage }: Partial<Answers>,
  notes: string[],
): Promise<Existing | 'operator' | undefined> {
  const group = 'rhdh.redhat.com';
  const served = await ask(
    client,
    { path: `/apis/${group}`, what: "Developer Hub's operator", notes },
    Group,
  );
  if (!served) {
    return undefined;
  }
  const { version } = served.preferredVersion;
  const found = await ask(
    client,
    {
      path: `/apis/${group}/${version}/backstages`,
      what: 'Developer Hubs of the operator',
      notes,
    },
    Items(Backstage),
  );
  const hubs = (found?.items ?? []).filter(
    ({ metadata }) =>
      (namespace === undefined || metadata.namespace === namespace) &&
      (backstage === undefined || metadata.name === backstage),
  );
  const [hub] = hubs;
  if (!hub) {
    return 'operator';
  }
  if (hubs.length > 1) {
    notes.push(
      `${hubs.length} Developer Hubs; ${hub.metadata.namespace}/${hub.metadata.name} is taken, or name one by --namespace and --backstage`,
    );
  }
  return hub;
}

async function helmHub(
  client: Asked,
  namespace: string | undefined,
  notes: string[],
) {
  const where = namespace === undefined ? '' : `/namespaces/${namespace}`;
  const labels =
    'app.kubernetes.io%2Fmanaged-by%3DHelm%2Capp.kubernetes.io%2Fcomponent%3Dbackstage';
  const found = await ask(
    client,
    {
      path: `/apis/apps/v1${where}/deployments?labelSelector=${labels}`,
      what: 'Deployments of the chart',
      notes,
    },
    Items(Named),
  );
  return found?.items[0];
}

/** Where the Developer Hub is that a Deployment of its own is for. */
async function hubNamespaceIn(
  client: Asked,
  notes: string[],
): Promise<Pick<Partial<Answers>, 'hubNamespace'>> {
  const operator = await operatorHub(client, {}, notes);
  const hub =
    typeof operator === 'object'
      ? operator
      : await helmHub(client, undefined, notes);
  const hubNamespace = hub?.metadata.namespace;
  return hubNamespace === undefined ? {} : { hubNamespace };
}

/** The Developer Hub that is there, and what runs it. */
async function findHub(
  client: Asked,
  { variant, namespace, backstage }: Partial<Answers>,
  notes: string[],
): Promise<{ answers: Partial<Answers>; existing?: Existing }> {
  if (variant === 'separate') {
    return { answers: await hubNamespaceIn(client, notes) };
  }
  const operator = await operatorHub(client, { namespace, backstage }, notes);
  if (typeof operator === 'object') {
    const { name, namespace: where } = operator.metadata;
    return {
      existing: operator,
      answers: {
        ...{ hub: 'operator', namespace: where, backstage: name },
        hubNamespace: where,
      },
    };
  }
  const helm = await helmHub(client, namespace, notes);
  if (helm) {
    const where = helm.metadata.namespace;
    const there = where && { namespace: where, hubNamespace: where };
    return { answers: { hub: 'helm', ...there } };
  }
  return { answers: operator ? { hub: 'operator' } : {} };
}

/** Looks at the cluster for what the manifests depend on; only reads. */
export async function detect(
  client: Asked,
  given: Partial<Answers>,
): Promise<Detected> {
  const notes: string[] = [];
  const release = await rhoai(client, notes);
  const registry =
    given.registry ?? release.registry ?? (await registryNamespace(client));
  const role = registry && (await registryRole(client, registry, notes));
  const names =
    release.names || (registry?.startsWith('odh-') ? 'odh' : undefined);
  const hub = await findHub(client, given, notes);
  return {
    notes,
    existing: hub.existing,
    answers: {
      ...(names && { names }),
      ...(registry && { registry }),
      ...(role && { registryRole: role }),
      ...hub.answers,
    },
  };
}
