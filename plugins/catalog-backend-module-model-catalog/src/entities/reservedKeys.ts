import {
  AI_ASSET_CATEGORY,
  AI_ASSET_SOURCE,
  AI_ASSET_VERSION,
  DEFINITION_ORIGIN,
  GATEWAY_API,
  GATEWAY_KEY,
  GATEWAY_MATCH,
  GATEWAY_PLANS,
  GATEWAY_STATE,
  GATEWAY_URL,
  HELD_SINCE,
  PREVIOUS_NAME,
  SERVER_STATE,
  SOURCE,
  SOURCE_KEY,
  THREESCALE_BACKEND,
  THREESCALE_PRODUCT,
  THREESCALE_PRODUCT_ID,
  THREESCALE_TENANT,
} from '@model-catalog/common';

/** What we say ourselves of an entity, and read back from it. */
const OURS: ReadonlySet<string> = new Set([
  AI_ASSET_CATEGORY,
  AI_ASSET_SOURCE,
  AI_ASSET_VERSION,
  DEFINITION_ORIGIN,
  GATEWAY_API,
  GATEWAY_KEY,
  GATEWAY_MATCH,
  GATEWAY_PLANS,
  GATEWAY_STATE,
  GATEWAY_URL,
  HELD_SINCE,
  PREVIOUS_NAME,
  SERVER_STATE,
  SOURCE,
  SOURCE_KEY,
  THREESCALE_BACKEND,
  THREESCALE_PRODUCT,
  THREESCALE_PRODUCT_ID,
  THREESCALE_TENANT,
]);

/**
 * Plugins of a hub that look up something by an annotation, many with the
 * hub's own credentials: an entity that names somebody else's job, repository
 * or application would show it to everybody.
 */
const INTEGRATIONS: ReadonlySet<string> = new Set([
  'app.terraform.io',
  'argocd',
  'argoproj.io',
  'aws.amazon.com',
  'azure.com',
  'bitbucket.org',
  'circleci.com',
  'datadoghq.com',
  'dynatrace.com',
  'firehydrant.com',
  'gerrit.com',
  'gitea.com',
  'github.com',
  'gitlab.com',
  'gocd.org',
  'grafana',
  'grafana.com',
  'ilert.com',
  'janus-idp.io',
  'jenkins.io',
  'jfrog-artifactory',
  'jira',
  'kubernetes.io',
  'kiali.io',
  'lighthouse.com',
  'microsoft.com',
  'newrelic.com',
  'nexus-repository-manager',
  'octopus.com',
  'opsgenie.com',
  'pagerduty.com',
  'prometheus.io',
  'quay.io',
  'rollbar.com',
  'sentry.io',
  'servicenow.com',
  'snyk.io',
  'sonarqube.org',
  'splunk.com',
  'stackstorm.com',
  'tekton.dev',
  'vault.io',
  'victorops.com',
]);

/** `a.b.c` is of `b.c`, `c` and itself. */
function* domainsOf(prefix: string): Generator<string> {
  const labels = prefix.split('.');
  for (let start = 0; start < labels.length; start += 1) {
    yield labels.slice(start).join('.');
  }
}

/**
 * Why an annotation that came with a record must not be set; `undefined` when
 * it may. Case does not matter, as it does not in the catalog's queries.
 *
 * | key | |
 * |---|---|
 * | `backstage.io/…`, `x.backstage.io/…` | Backstage acts on it |
 * | one that we set ourselves | it would lie about where the entity is from |
 * | of a plugin that looks things up by it | it would show what is not the author's to show |
 * | `hasOwnProperty`, `constructor`, … | Backstage's permission rules call it |
 */
export function whyReserved(key: string): string | undefined {
  const lower = key.toLowerCase();
  const prefix = lower.includes('/') ? lower.split('/')[0] ?? '' : '';
  const domains = [...domainsOf(prefix)];
  if (domains.includes('backstage.io')) {
    return 'is reserved for Backstage';
  }
  if (OURS.has(lower)) {
    return 'is reserved for this connector';
  }
  if (domains.some(domain => INTEGRATIONS.has(domain))) {
    return 'is reserved for a plugin of the hub, which would look up what it names';
  }
  return key in Object.prototype ? 'is a name of JavaScript' : undefined;
}
