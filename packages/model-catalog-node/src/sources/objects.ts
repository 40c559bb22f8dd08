import { z } from 'zod/v4';
import { ServerState } from '@model-catalog/common';

/**
 * What each source says of its objects, in the terms of the field. These
 * shapes are also kept in the store as the facets of a record: after a restart
 * with a source down, they are all that is known of it.
 */

const optionalText = z.string().optional();

/** A reference from a model server to the version that it serves, by the registry's own ids. */
export const RegistryLink = z.object({
  /** Name of the registry, if the label says it. */
  registry: optionalText,
  /** Namespace of the registry, if the label says it. */
  registryNamespace: optionalText,
  /** Address of the registry, if the annotation says it. */
  registryUrl: optionalText,
  modelId: z.string(),
  versionId: optionalText,
});
export type RegistryLink = z.infer<typeof RegistryLink>;

/** A KServe InferenceService (serving.kserve.io/v1beta1) or LLMInferenceService (v1alpha1, v1alpha2). */
export const InferenceServer = z.object({
  /** `<namespace>/<resource>/<name>`. */
  id: z.string(),
  cluster: z.string(),
  namespace: z.string(),
  resource: z.enum(['inferenceservice', 'llminferenceservice']),
  name: z.string(),
  uid: z.string(),
  generation: z.number().optional(),
  createdAt: optionalText,
  displayName: optionalText,
  description: optionalText,
  state: ServerState,
  /** Why it is not ready, from the conditions. */
  stateReason: optionalText,
  /** `status.url`, when it can be reached from outside of the cluster. */
  externalUrl: optionalText,
  /** In-cluster URL, scheme and port as the status says. */
  internalUrl: optionalText,
  /** Absent when nothing says it. */
  authentication: z.boolean().optional(),
  runtime: optionalText,
  modelFormat: optionalText,
  storageUri: optionalText,
  /** Data connection and path, where no `storageUri` is given. */
  storageKey: optionalText,
  storagePath: optionalText,
  /** Names of LoRA adapters, which requests may use as the model. */
  loraAdapters: z.array(z.string()).optional(),
  deploymentMode: z.enum(['standard', 'knative', 'modelmesh']).optional(),
  /** What one replica asks for, e.g. `{cpu: "4", "nvidia.com/gpu": "1"}`. */
  resources: z.record(z.string(), z.string()).optional(),
  /** The name that requests must use, when the object itself says it. */
  servedName: optionalText,
  link: RegistryLink.optional(),
  /** Digest of the `API Spec` annotation's text. */
  apiSpecDigest: optionalText,
  /**
   * Overrides by annotation, keyed as the properties are (`Owner`, `API Type`,
   * `rhdh.modelcatalog.io/ignore`, ...), without `API Spec`.
   */
  properties: z.record(z.string(), z.string()),
});
export type InferenceServer = z.infer<typeof InferenceServer>;

/** Id of the source that decides whether a server of each kind exists. */
export const SERVER_SOURCE: Readonly<
  Record<InferenceServer['resource'], string>
> = { inferenceservice: 'kserve', llminferenceservice: 'kserve-llm' };

/** Where an artifact says that it came from (ModelArtifact.modelSource*). */
export const CatalogLink = z.object({
  /** Id or name of the catalog source. */
  source: z.string(),
  /** Full name, `org/model`. */
  model: z.string(),
});
export type CatalogLink = z.infer<typeof CatalogLink>;

/** A model version in a registry together with its model and its artifacts. */
export const RegistryVersion = z.object({
  /** `<registry>/<model id>/<version id>`. */
  id: z.string(),
  type: z.literal('version'),
  registry: z.string(),
  modelId: z.string(),
  modelName: z.string(),
  modelDescription: optionalText,
  modelOwner: optionalText,
  versionId: z.string(),
  versionName: z.string(),
  versionDescription: optionalText,
  author: optionalText,
  createdAt: optionalText,
  /** License as the registered model says it (registries of 2.22 and later). */
  license: optionalText,
  licenseLink: optionalText,
  provider: optionalText,
  /** Digest of the registered model's own readme (2.22 and later). */
  readmeDigest: optionalText,
  /** Digest of the `API Spec` property's text, the version's before the model's. */
  apiSpecDigest: optionalText,
  /** Custom properties with a value, without `API Spec`; the version's win over the model's. */
  properties: z.record(z.string(), z.string()),
  /** Custom properties without a value, `tasks`, formats: to become tags. */
  labels: z.array(z.string()),
  /** URIs of the model artifacts, in the registry's order. */
  artifactUris: z.array(z.string()),
  catalogLink: CatalogLink.optional(),
});
export type RegistryVersion = z.infer<typeof RegistryVersion>;

/** A registry's own record of a deployment (its InferenceService entity). */
export const RegistryDeployment = z.object({
  /** `<registry>/deployment/<id>`. */
  id: z.string(),
  type: z.literal('deployment'),
  registry: z.string(),
  /** Name of the KServe object: the part before the last `/`. */
  serverName: z.string(),
  /** UID of the KServe object: the part behind the last `/`; absent if none. */
  serverUid: optionalText,
  /** Name of the serving environment: the namespace. */
  namespace: optionalText,
  modelId: z.string(),
  versionId: optionalText,
  deployed: z.boolean(),
});
export type RegistryDeployment = z.infer<typeof RegistryDeployment>;

export const RegistryObject = z.discriminatedUnion('type', [
  RegistryVersion,
  RegistryDeployment,
]);
export type RegistryObject = z.infer<typeof RegistryObject>;

/** An object as plain data: some sources give objects that look their fields up. */
export function plain<T extends RegistryObject>(
  object: T | (T & { toJSON(): T }),
): T {
  return 'toJSON' in object ? object.toJSON() : object;
}

/** The name of the catalog where there is one: it is a singleton of OpenShift AI. */
export const DEFAULT_CATALOG = 'model-catalog';

/** A model of a model catalog, with its card. */
export const CatalogModel = z.object({
  /** `<source id>/<model name>`, unique in its catalog. */
  id: z.string(),
  /** Name of the catalog. */
  catalog: z.string().default(DEFAULT_CATALOG),
  sourceId: z.string(),
  sourceName: optionalText,
  name: z.string(),
  description: optionalText,
  provider: optionalText,
  license: optionalText,
  licenseLink: optionalText,
  tasks: z.array(z.string()),
  language: z.array(z.string()).optional(),
  /** URIs of its artifacts: what a server's `storageUri` may equal. */
  artifactUris: z.array(z.string()).default([]),
  /** Digest of the card's text; the text travels beside (see `texts`). */
  cardDigest: optionalText,
});
export type CatalogModel = z.infer<typeof CatalogModel>;

/** A protocol of model servers (see definitions/offers). */
const Protocol = z.enum(['openai', 'open-inference-v2', 'kserve-v1', 'tei']);

/** What a running server says of itself. */
export const ServerApi = z.object({
  /** Id of the InferenceServer. */
  id: z.string(),
  /** Digest of the definition's text; the text travels beside (see `texts`). */
  definitionDigest: optionalText,
  /** Ids that it answers on `/v1/models`, the first one first. */
  servedModels: z.array(z.string()).optional(),
  /** The protocol that it was recognised to speak. */
  protocol: Protocol.optional(),
  /** What it was found to offer, by operations of our templates. */
  offers: z
    .array(
      z.object({
        protocol: Protocol,
        base: z.string(),
        operations: z.array(z.string()),
      }),
    )
    .optional(),
  /** Inputs of the model, where the protocol describes them. */
  inputs: z
    .array(
      z.object({
        name: z.string(),
        datatype: z.string(),
        shape: z.array(z.number()),
      }),
    )
    .optional(),
  /** It answered 401 or 403 when it was asked without a token. */
  wantsToken: z.boolean().optional(),
});
export type ServerApi = z.infer<typeof ServerApi>;

/**
 * Long texts (cards, API definitions) by digest. They are carried beside the
 * objects that name them, so that objects stay small wherever they are kept.
 */
export type Texts = {
  text(digest: string): string | undefined;
};
