/**
 * The shapes that the parts of Models as a Service share: the publisher reads
 * a cluster into {@link PublishableServer}s, the pure part makes
 * {@link RenderedOffering}s of them, and the publisher keeps those true.
 */

/** What callers speak with the model. `custom`: as the API's own OpenAPI document says. */
export type ApiProfileName =
  | 'vllm-openai'
  | 'tei'
  | 'docling'
  | 'open-inference-v2'
  | 'custom';

/**
 * How the key travels to the gateway.
 *
 * | profile | product's credentials | custom policy | accepted |
 * |---|---|---|---|
 * | `bearer` | `authorization` | none | `Bearer <key>`, Basic `<key>:` |
 * | `header-remove-bearer` | `headers`, `Authorization` | remove-bearer | `Bearer <key>`, `<key>` |
 */
export type AuthProfile = 'bearer' | 'header-remove-bearer';

export type PromoteTo = 'none' | 'staging' | 'production';

/** Where the gateway reaches the model, inside of the cluster. */
export type PrivateEndpoint = {
  scheme: 'http' | 'https';
  /** Name of the Kubernetes Service; its namespace is the server's. */
  service: string;
  port: number;
  /** Of all calls, e.g. `/v1`; empty for none. */
  basePath: string;
};

/** One model server that asks to be published, as far as the cluster tells. */
export type PublishableServer = {
  resource: 'inferenceservice' | 'llminferenceservice';
  namespace: string;
  name: string;
  uid: string;
  /** RFC 3339; of two that want one name, the older one gets it. */
  createdAt?: string;
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
  displayName?: string;
  description?: string;
  /** Image of the runtime's main container, e.g. `quay.io/modh/vllm:rhoai-2.12`. */
  runtimeImage?: string;
  /** e.g. `vLLM`, `sbert`, `onnx`. */
  modelFormat?: string;
  /** What requests must name as their model. */
  servedName?: string;
  /** `undefined`: no Service, or one without port; `endpointProblem` says which. */
  endpoint?: PrivateEndpoint;
  endpointProblem?: string;
  /** The model itself asks for a token (security.opendatahub.io/enable-auth). */
  demandsToken: boolean;
  /** OpenAPI document of the running server, as text, if it was read. */
  openApi?: string;
};

/** A Kubernetes object as it should be, for server-side apply. */
export type DesiredObject = {
  apiVersion: string;
  kind: 'Backend' | 'Product' | 'ActiveDoc' | 'Secret' | 'ProxyConfigPromote';
  metadata: {
    name: string;
    namespace: string;
    labels: Record<string, string>;
    annotations: Record<string, string>;
  };
  spec?: Record<string, unknown>;
  /** Of a Secret. */
  stringData?: Record<string, string>;
};

/** What is wrong with one model server, in words for its owner: the field, why, and what to do. */
export type Problem = {
  /** e.g. `metadata.annotations["maas.rhdh.io/profile"]`. */
  field: string;
  message: string;
  /** `error`: nothing of this server is published or changed; `warning`: published as said. */
  severity: 'error' | 'warning';
};

/** What one model server becomes. */
export type RenderedOffering = {
  /** `<namespace>/<resource>/<name>`. */
  server: string;
  systemName: string;
  /** `metadata.name` of all its custom resources. */
  resourceName?: string;
  /** Its owner lets the publisher take over a Product or Backend of that name. */
  adopt?: boolean;
  /** In the order in which they have to be applied; empty when a problem is an error. */
  objects: DesiredObject[];
  /** Absent: not to be promoted. */
  promote?: {
    to: 'staging' | 'production';
    /** Of the product's configuration: a promotion is due when it is not the one promoted last. */
    digest: string;
  };
  problems: Problem[];
};

/** A plan that users may subscribe to, from the ConfigMap of plans. */
export type PlanSettings = {
  systemName: string;
  name: string;
  published: boolean;
  approvalRequired: boolean;
  /** e.g. `{period: 'minute', value: 60, metric: 'hits'}`; metrics: `hits`, a method, or `total_tokens`. */
  limits: { period: string; value: number; metric: string }[];
  costMonth?: number;
  setupFee?: number;
  trialDays?: number;
};

/** What the administrator of the publisher decides. */
export type RenderSettings = {
  /** Namespace of the 3scale objects. */
  targetNamespace: string;
  /** `svc.cluster.local` unless the cluster has another domain. */
  clusterDomain: string;
  authProfile: AuthProfile;
  /** By key; `default` is always there. */
  plans: Readonly<Record<string, readonly PlanSettings[]>>;
  /** Origins that browsers may call from; `*` is any, without credentials. */
  corsOrigins: readonly string[];
  /** Name of a Secret with `adminURL` and `token`, when the operator does not find the tenant itself. */
  providerAccount?: string;
  /** Base of the gateway's public addresses, e.g. `apps.example.com`; for the servers in the definition. */
  wildcardDomain?: string;
  /** Of the tenant, part of the gateway's host names. */
  tenantName?: string;
  /**
   * Name of a Secret in the target namespace whose key `configuration` holds
   * the configuration of a headers policy that sets a token, for models that
   * ask for one. Without it such models are not published.
   */
  modelTokenSecret?: string;
};
