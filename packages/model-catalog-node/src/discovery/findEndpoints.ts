import { addressesOf } from './addresses';
import { assignNames, type Given, keyOf } from './names';
import type { ModelRegistry, Route, Service } from './schema';
import type { DiscoveredEndpoint, EndpointKind } from './types';

/** The operators' label for what a Service is. */
export const COMPONENT = 'component';
export const MANAGED_BY = 'app.kubernetes.io/managed-by';
const APP_COMPONENT = 'app.kubernetes.io/component';

/** Selects the Services and Routes of registries and catalogs. */
export const SELECTOR = `${COMPONENT} in (model-registry,model-catalog)`;

/** What a Service is by its labels; `undefined` when it is neither. */
export function kindOf({ metadata }: Service): EndpointKind | undefined {
  const { labels } = metadata;
  const component = labels[COMPONENT];
  const isOperators =
    labels[MANAGED_BY] !== undefined || labels[APP_COMPONENT] !== undefined;
  const isOne = component === 'model-registry' || component === 'model-catalog';
  return isOne && isOperators ? component : undefined;
}

/** What was read of the trusted namespaces. */
export type Seen = {
  services: readonly Service[];
  routes: readonly Route[];
  registries: readonly ModelRegistry[];
};

function enrichment(
  service: Service,
  registries: readonly ModelRegistry[],
): Pick<DiscoveredEndpoint, 'displayName' | 'trouble'> {
  const { name, namespace } = service.metadata;
  const found = registries.find(
    ({ metadata }) =>
      metadata.name === name && metadata.namespace === namespace,
  );
  const available = found?.status?.conditions.find(
    ({ type }) => type === 'Available',
  );
  return {
    displayName:
      found?.metadata.annotations['openshift.io/display-name'] || undefined,
    trouble:
      available?.status === 'False'
        ? [available.reason, available.message].filter(Boolean).join(': ') ||
          'not available'
        : undefined,
  };
}

/**
 * Registries and catalogs of one kind among what was read, by name. A Service
 * without any address is none of ours: databases wear the same label.
 */
export function findEndpoints(
  kind: EndpointKind,
  { services, routes, registries }: Seen,
  given: Given,
): DiscoveredEndpoint[] {
  const found = services.flatMap(service => {
    const addresses = addressesOf(service, routes);
    return kindOf(service) === kind && addresses.length > 0
      ? [{ service, addresses }]
      : [];
  });
  const identityOf = ({ metadata }: Service) => ({
    namespace: metadata.namespace,
    service: metadata.name,
    createdAt: metadata.creationTimestamp ?? undefined,
  });
  const names = assignNames(
    found.map(({ service }) => identityOf(service)),
    given,
  );
  return found
    .map(({ service, addresses }) => {
      const identity = identityOf(service);
      const name = names.get(keyOf(identity)) ?? keyOf(identity);
      return {
        kind,
        name,
        namespace: identity.namespace,
        service: identity.service,
        addresses,
        ...(kind === 'model-registry' ? enrichment(service, registries) : {}),
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
