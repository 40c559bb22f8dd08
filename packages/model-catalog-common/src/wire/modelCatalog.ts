import { z } from 'zod/v4';

/**
 * The published model-catalog document (schema 1.1.0 of the model catalog
 * types), as the plugins of every Developer Hub release read it.
 *
 * Reading is lenient: fields that are not named here are dropped. Writing is
 * strict, because the published schema forbids additional properties.
 */
export const ApiType = z.enum(['asyncapi', 'graphql', 'grpc', 'openapi']);
export type ApiType = z.infer<typeof ApiType>;

const annotations = z.record(z.string(), z.string());

/** How the REST API of a model server is described; `spec` is its definition as text. */
export const Api = z.object({
  url: z.string(),
  type: ApiType,
  spec: z.string(),
  tags: z.array(z.string()).optional(),
  annotations: annotations.optional(),
});
export type Api = z.infer<typeof Api>;

const described = {
  name: z.string(),
  owner: z.string(),
  lifecycle: z.string(),
  description: z.string(),
  tags: z.array(z.string()).optional(),
  usage: z.string().optional(),
  annotations: annotations.optional(),
};

/** One AI model: a version in a model registry, or what a model server serves. */
export const Model = z.object({
  ...described,
  artifactLocationURL: z.string().optional(),
  ethics: z.string().optional(),
  howToUseURL: z.string().optional(),
  license: z.string().optional(),
  support: z.string().optional(),
  training: z.string().optional(),
});
export type Model = z.infer<typeof Model>;

/** One model server, `authentication` absent when it is not known. */
export const ModelServer = z.object({
  ...described,
  API: Api.optional(),
  authentication: z.boolean().optional(),
  homepageURL: z.string().optional(),
});
export type ModelServer = z.infer<typeof ModelServer>;

/** What `GET /{model}/{version}/model-catalog.json` answers. */
export const ModelCatalog = z.object({
  models: z.array(Model),
  modelServer: ModelServer.optional(),
});
export type ModelCatalog = z.infer<typeof ModelCatalog>;

/** What `GET /list` answers; old location services say `null` for none. */
export const UriList = z.object({
  uris: z
    .array(z.string())
    .nullish()
    .transform(uris => uris ?? []),
});
export type UriList = z.infer<typeof UriList>;
