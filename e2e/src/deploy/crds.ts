import { z } from 'zod/v4';
import { type KubernetesClient, waitFor } from '../realServers';
import { loadCrds, waitUntilServed } from '../realServers/crds';
import { sharedFile } from './paths';

/** Schemas of others that manifests of ours need, besides those that every suite loads. */
const MORE = [
  'crds/rhdh.redhat.com_backstages.yaml',
  'crds/monitoring.coreos.com_prometheusrules.yaml',
  'crds/monitoring.coreos.com_servicemonitors.yaml',
  // deploy/maas
  'crds/objectbucket.io_objectbucketclaims.yaml',
  'crds/operators.coreos.com_operatorgroups.yaml',
  'crds/operators.coreos.com_subscriptions.yaml',
  'crds/k8s.keycloak.org_keycloaks.yaml',
  'crds/k8s.keycloak.org_keycloakrealmimports.yaml',
  'crds/apps.3scale.net_apimanagers.yaml',
  'crds/capabilities.3scale.net_custompolicydefinitions.yaml',
];

/** Loaded with the server. */
const ROUTES = '/apis/route.openshift.io/v1/routes';

const TOLD_MS = 60_000;

const resourcesSchema = z.object({
  resources: z.array(z.object({ name: z.string() })),
});

/** Waits until the server tells of the kind, which comes after it serves it. */
async function untilTold(client: KubernetesClient, path: string) {
  const [version, plural] = path.split(/\/(?=[^/]+$)/);
  const told = async () => {
    const { status, body } = await client.send({ path: version ?? path });
    if (status !== 200) return undefined;
    const { resources } = resourcesSchema.parse(body);
    return resources.some(({ name }) => name === plural) || undefined;
  };
  await waitFor(told, { what: `${path} told`, timeoutMs: TOLD_MS });
}

/** Loads those that are at hand. */
export async function loadMoreCrds(client: KubernetesClient): Promise<void> {
  const files = MORE.flatMap(file => sharedFile(file) ?? []);
  const paths = await loadCrds(client, files);
  await waitUntilServed(client, paths);
  for (const path of [...paths, ROUTES]) await untilTold(client, path);
}
