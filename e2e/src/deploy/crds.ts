import type { KubernetesClient } from '../realServers';
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

/** Loads those that are at hand. */
export async function loadMoreCrds(client: KubernetesClient): Promise<void> {
  const files = MORE.flatMap(file => sharedFile(file) ?? []);
  const paths = await loadCrds(client, files);
  await waitUntilServed(client, paths);
}
