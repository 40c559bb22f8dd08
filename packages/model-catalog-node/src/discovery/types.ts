/** What is looked for by its Service. */
export type EndpointKind = 'model-registry' | 'model-catalog';

/** A registry or a catalog that the operators run in this cluster. */
export type DiscoveredEndpoint = {
  kind: EndpointKind;
  /** Stays as long as the Service; see {@link assignNames}. */
  name: string;
  namespace: string;
  service: string;
  /** Base URLs, the best first: annotation, Route, in the cluster. */
  addresses: readonly string[];
  /** Its Service is there and has none of these any more: they may be somebody else's by now. */
  isLost?: true;
  /** From the ModelRegistry, where it may be read. */
  displayName?: string;
  /** Why the operator says that it is not available. */
  trouble?: string;
};

/** What is known now of all that was ever found. */
export type DiscoveryView = {
  found: readonly DiscoveredEndpoint[];
  /** Namespaces of which it is not known now what is there. */
  unread?: readonly string[];
  /** Why the cluster cannot be asked now, and what to do. */
  message?: string;
};

/** Where the operators of OpenShift AI and of Open Data Hub put registries. */
export const OPERATOR_NAMESPACES: readonly string[] = [
  'rhoai-model-registries',
  'odh-model-registries',
];
