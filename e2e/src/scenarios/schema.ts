import { z } from 'zod/v4';
import { RELEASES } from './world/releases';

const Json: z.ZodType<unknown> = z.unknown();
const Rows = z.array(z.looseObject({ id: z.string() }));

/** A plain Kubernetes manifest; `status` is written as the controller would. */
export const Manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  status: z.unknown().optional(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    resourceVersion: z.string().optional(),
    uid: z.string().optional(),
  }),
});
export type Manifest = z.infer<typeof Manifest>;

/** The rows of a registry, as its API answers them; any row may be as odd as real ones are. */
export const RegistryBody = z.strictObject({
  /** What differs from the scenario's release. */
  release: z.enum(RELEASES).optional(),
  /** With a certificate of the cluster, and for tokens of the cluster only. */
  proxied: z.boolean().optional(),
  /** Path before `/api`, as a gateway has it. */
  prefix: z.string().optional(),
  registered_models: z.array(Json).default([]),
  model_versions: z.array(Json).default([]),
  /** By id of the version. */
  artifacts: z.record(z.string(), Rows).default({}),
  inference_services: z.array(Json).default([]),
  serving_environments: z.array(Json).default([]),
});
export type RegistryBody = z.infer<typeof RegistryBody>;

/** The bodies of a catalog: its sources, and their models with artifacts. */
export const CatalogBody = z.strictObject({
  release: z.enum(RELEASES).optional(),
  proxied: z.boolean().optional(),
  sources: z.array(z.looseObject({ id: z.string() })),
  /** By id of the source. */
  models: z
    .record(
      z.string(),
      z.array(
        z.looseObject({
          name: z.string(),
          artifacts: z.array(z.looseObject({})).optional(),
        }),
      ),
    )
    .default({}),
});
export type CatalogBody = z.infer<typeof CatalogBody>;

const Answer = z.strictObject({
  status: z.number().int().optional(),
  type: z.string().optional(),
  location: z.string().optional(),
  body: Json.optional(),
});

/** What a model server answers, by path; anything else is 404. */
export const ModelServerBody = z.record(z.string(), Answer);
export type ModelServerBody = z.infer<typeof ModelServerBody>;

const World = {
  cluster: z.array(Manifest).optional(),
  registries: z.record(z.string(), RegistryBody).optional(),
  catalogs: z.record(z.string(), CatalogBody).optional(),
  modelServers: z.record(z.string(), ModelServerBody).optional(),
};

const Rule = z.strictObject({
  apiGroups: z.array(z.string()),
  resources: z.array(z.string()),
  verbs: z.array(z.string()),
  namespaces: z.array(z.string()).optional(),
  resourceNames: z.array(z.string()).optional(),
});

export const Failure = z.union([
  z.strictObject({
    status: z.number().int(),
    body: z.enum(['json', 'html', 'text']).optional(),
    /** Only requests whose path and query contain this. */
    path: z.string().optional(),
  }),
  z.strictObject({
    mode: z.enum(['html', 'drop', 'truncate']),
    path: z.string().optional(),
  }),
]);
export type Failure = z.infer<typeof Failure>;

const Known = z.enum(['complete', 'partial', 'failed', 'unavailable', 'none']);

/** What must be true; each part is optional, lists of entities are compared by reference. */
export const Expectation = z.strictObject({
  /** By id of the source: its state, or with words of its message. */
  sources: z
    .record(
      z.string(),
      z.union([
        Known,
        z.strictObject({ state: Known, says: z.array(z.string()).optional() }),
      ]),
    )
    .optional(),
  /** Parts of records, by key. */
  records: z.record(z.string(), Json).optional(),
  /** Parts of entities, by reference without the namespace: `resource:granite-1`. */
  entities: z.record(z.string(), Json).optional(),
  /** All entities that there are. */
  exactly: z.array(z.string()).optional(),
  /** Entities that are not there. */
  absent: z.array(z.string()).optional(),
  /** What a person is told of objects. */
  issues: z
    .array(
      z.strictObject({
        object: z.string(),
        field: z.string().optional(),
        says: z.array(z.string()).optional(),
      }),
    )
    .optional(),
  /** Objects of which a person is told nothing. */
  noIssues: z.array(z.string()).optional(),
  /** Model cards: words of the text that the Docs tab of an entity is made of. */
  cards: z.record(z.string(), z.array(z.string())).optional(),
  /** Words that must not be in the text of a card. */
  noCards: z.record(z.string(), z.array(z.string())).optional(),
  /** Lines of the log that hold all these words. */
  log: z
    .array(
      z.strictObject({
        says: z.array(z.string()),
        level: z.enum(['info', 'warn', 'error']).optional(),
        times: z.number().int().optional(),
      }),
    )
    .optional(),
  /** Nothing was written to the store since the step before. */
  quiet: z.boolean().optional(),
  /** Requests that a registry, catalog or model server has got: none, or some, of this kind. */
  requests: z
    .array(
      z.strictObject({
        to: z.string(),
        path: z.string().optional(),
        authorization: z.enum(['none', 'some']).optional(),
        atLeast: z.number().int().optional(),
        atMost: z.number().int().optional(),
      }),
    )
    .optional(),
});
export type Expectation = z.infer<typeof Expectation>;

const RegistryChange = z.strictObject({
  registered_models: Rows.optional(),
  model_versions: Rows.optional(),
  artifacts: z.record(z.string(), Rows).optional(),
  inference_services: Rows.optional(),
  serving_environments: Rows.optional(),
  /** Rows that vanish as by surgery in the database: `model_versions/5`. */
  erase: z.array(z.string()).optional(),
});
export type RegistryChange = z.infer<typeof RegistryChange>;

const Step = z.strictObject({
  /** What happens and what must come of it, in a sentence. */
  then: z.string(),
  apply: z.array(Manifest).optional(),
  /** `InferenceService demo/granite`. */
  delete: z.array(z.string()).optional(),
  /** Rows added or changed, as PATCH does. */
  registries: z.record(z.string(), RegistryChange).optional(),
  /** Whole new bodies. */
  catalogs: z.record(z.string(), CatalogBody).optional(),
  modelServers: z.record(z.string(), ModelServerBody).optional(),
  /** `kubernetes`, or the name of a registry, catalog or model server. */
  fail: z.record(z.string(), Failure).optional(),
  heal: z.array(z.string()).optional(),
  /** What the bridge's service account may do from now on. */
  rights: z.array(Rule).optional(),
  /** Kinds that get their CustomResourceDefinition now. */
  install: z.array(z.string()).optional(),
  /** A new process on the same store, with these settings if given. */
  restart: z.boolean().optional(),
  environment: z.record(z.string(), z.string()).optional(),
  config: Json.optional(),
  /** Time that passes before anything is looked at, e.g. `5m`. */
  wait: z
    .string()
    .regex(/^\d+[smh]$/)
    .optional(),
  expect: Expectation,
});
export type Step = z.infer<typeof Step>;

/** One file: a sentence that is true of the product, and the proof. */
export const Scenario = z.strictObject({
  title: z.string(),
  /** Defects of the connectors before us that this one shows not to have. */
  covers: z.array(z.string()).default([]),
  /** RHOAI release that registries and catalogs answer as. */
  release: z.enum(RELEASES).default('3.4'),
  /** Custom kinds that the cluster does not serve. */
  without: z
    .array(
      z.enum([
        'InferenceService',
        'LLMInferenceService',
        'Route',
        'ModelRegistry',
      ]),
    )
    .default([]),
  rights: z.array(Rule).optional(),
  /** false: registries and catalogs are not configured but have to be found. */
  configured: z.boolean().default(true),
  environment: z.record(z.string(), z.string()).default({}),
  /** The configuration file (`--config`). */
  config: Json.optional(),
  given: z.strictObject(World),
  expect: Expectation,
  steps: z.array(Step).default([]),
});
export type Scenario = z.infer<typeof Scenario>;
