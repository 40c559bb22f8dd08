import { readFile } from 'fs/promises';
import { resolve } from 'path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod/v4';
import type { KubernetesClient } from '../../realServers';

const FOLDER = resolve(__dirname, '../../../rbac');
const CONNECTOR = 'rhdh-rhoai-connector';

const ruleSchema = z.object({
  apiGroups: z.array(z.string()),
  resources: z.array(z.string()),
  verbs: z.array(z.string()),
  resourceNames: z.array(z.string()).optional(),
});
export const manifestSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
  }),
  rules: z.array(ruleSchema).optional(),
});

/** One object of the files in e2e/rbac. */
export type Manifest = z.infer<typeof manifestSchema>;

/** Reads one of the files in e2e/rbac, with texts of it replaced. */
export async function readManifests(
  file: 'documented' | 'operator',
  replaced: Readonly<Record<string, string>> = {},
): Promise<Manifest[]> {
  let text = await readFile(resolve(FOLDER, `${file}.yaml`), 'utf8');
  for (const [from, to] of Object.entries(replaced)) {
    text = text.replaceAll(from, to);
  }
  return parseAllDocuments(text).map(document =>
    manifestSchema.parse(document.toJS()),
  );
}

/** The documented rights for Developer Hub in `namespace`; what is of the cluster is named after it. */
export async function documentedRights(namespace: string): Promise<Manifest[]> {
  const manifests = await readManifests('documented', { 'ai-rhdh': namespace });
  return manifests.map(manifest => ({
    ...manifest,
    ...(manifest.kind === 'ClusterRoleBinding'
      ? { roleRef: { ...REFERENCE, name: `${CONNECTOR}-${namespace}` } }
      : {}),
    metadata: {
      ...manifest.metadata,
      name: isShared(manifest)
        ? `${manifest.metadata.name}-${namespace}`
        : manifest.metadata.name,
    },
  }));
}

const REFERENCE = {
  apiGroup: 'rbac.authorization.k8s.io',
  kind: 'ClusterRole',
};

/** Whether two Developer Hubs would share the object. */
function isShared({ kind, metadata }: Manifest): boolean {
  return (
    kind.startsWith('Cluster') ||
    metadata.namespace === 'rhoai-model-registries'
  );
}

/** The rights without one resource. */
export function withoutResource(
  manifests: readonly Manifest[],
  resource: string,
): Manifest[] {
  return manifests.map(manifest => ({
    ...manifest,
    ...(manifest.rules
      ? {
          rules: manifest.rules
            .map(rule => ({
              ...rule,
              resources: rule.resources.filter(name => name !== resource),
            }))
            .filter(({ resources }) => resources.length > 0),
        }
      : {}),
  }));
}

function pathOf({ apiVersion, kind, metadata }: Manifest): string {
  const base = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
  const plural = `${kind.toLowerCase()}s`;
  return metadata.namespace
    ? `${base}/namespaces/${metadata.namespace}/${plural}`
    : `${base}/${plural}`;
}

/** Creates each object; one that is there already stays. */
export async function createAll(
  client: KubernetesClient,
  manifests: readonly Manifest[],
): Promise<void> {
  for (const body of manifests) {
    const path = pathOf(body);
    const { status, body: said } = await client.send({
      method: 'POST',
      path,
      body,
    });
    if (status !== 201 && status !== 409) {
      throw new Error(`POST ${path}: ${status} ${JSON.stringify(said)}`);
    }
  }
}

const tokenSchema = z.object({ status: z.object({ token: z.string() }) });

/** A token of the connector's ServiceAccount, by TokenRequest. */
export async function connectorToken(
  client: KubernetesClient,
  namespace: string,
): Promise<string> {
  const { body } = await client.send({
    method: 'POST',
    path: `/api/v1/namespaces/${namespace}/serviceaccounts/${CONNECTOR}/token`,
    body: {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: { expirationSeconds: 3600 },
    },
  });
  return tokenSchema.parse(body).status.token;
}
