import { z } from 'zod/v4';
import { ModelRecord, ServerRecord } from '@model-catalog/common';
import {
  CatalogModel,
  InferenceServer,
  RegistryDeployment,
  RegistryVersion,
  ServerApi,
} from '../sources/objects';

/**
 * A record with the facets that it was made of: what each source said of it
 * last. They let a source that fails keep its own fields, and nothing else.
 */
export const StoredModel = z.object({
  record: ModelRecord,
  facets: z.object({
    version: RegistryVersion.optional(),
    catalogModel: CatalogModel.optional(),
    /** For a model that is known only from the server that serves it. */
    server: InferenceServer.optional(),
  }),
});
export type StoredModel = z.infer<typeof StoredModel>;

export const StoredServer = z.object({
  record: ServerRecord,
  facets: z.object({
    server: InferenceServer,
    deployment: RegistryDeployment.optional(),
    /** What the label of its namespace named as its group. */
    namespaceGroup: z.string().optional(),
    api: ServerApi.optional(),
    /** What its definition was made of, when that is not a text as it came. */
    definitionOf: z.string().optional(),
    /** Ids of the offerings in the record: what their sources said last is there. */
    offerings: z.array(z.string()).optional(),
  }),
});
export type StoredServer = z.infer<typeof StoredServer>;

export const StoredRecord = z.union([StoredModel, StoredServer]);
export type StoredRecord = StoredModel | StoredServer;
