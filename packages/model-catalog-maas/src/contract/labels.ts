/** What users write on an InferenceService or LLMInferenceService, and what we write on what is made of it. */

/** Label; only `"true"` asks for publication. */
export const PUBLISH = 'maas.rhdh.io/publish';

/** Annotations that users may set beside {@link PUBLISH}; each one has a default. */
export const ASKED = {
  /** {@link ApiProfileName}; by default told from the runtime. */
  profile: 'maas.rhdh.io/profile',
  /** {@link AuthProfile}; by default the publisher's setting. */
  authProfile: 'maas.rhdh.io/auth-profile',
  /** More operations of the profile, by name, separated by commas, e.g. `responses,audio`. */
  operations: 'maas.rhdh.io/operations',
  /** Key of the ConfigMap of plans; by default `default`. */
  plans: 'maas.rhdh.io/plans',
  title: 'maas.rhdh.io/title',
  description: 'maas.rhdh.io/description',
  /** Of product and backend; immutable in 3scale. */
  systemName: 'maas.rhdh.io/system-name',
  /** `"true"` meters tokens, too. */
  tokenMetrics: 'maas.rhdh.io/token-metrics',
  /** {@link PromoteTo}; by default `production`. */
  promote: 'maas.rhdh.io/promote',
  /** `"true"` lets the publisher take over a Product or Backend that it did not make. */
  adopt: 'maas.rhdh.io/adopt',
} as const;

/** Labels of everything that the publisher makes: by them it finds its own again. */
export const OWNED = {
  managedBy: 'app.kubernetes.io/managed-by',
  namespace: 'maas.rhdh.io/model-namespace',
  kind: 'maas.rhdh.io/model-kind',
  name: 'maas.rhdh.io/model-name',
} as const;

/** Value of {@link OWNED.managedBy}, and the field manager of server-side apply. */
export const MANAGER = 'model-catalog-maas-publisher';

/** Annotations of what the publisher makes. */
export const KEPT = {
  /** Full name of the model server, `<namespace>/<resource>/<name>`: labels are too short for it. */
  server: 'maas.rhdh.io/model-server',
  /** Digest of what was applied: equal digests are not written again. */
  applied: 'maas.rhdh.io/applied',
  /** On an ActiveDoc: digest of the definition in its Secret, which the operator does not watch. */
  definition: 'maas.rhdh.io/definition',
  /** Digest of the product's configuration that was promoted last. */
  promoted: 'maas.rhdh.io/promoted',
} as const;
