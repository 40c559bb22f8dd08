import { z } from 'zod/v4';
import { PackedStored } from './packed';
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
  }),
});
export type StoredServer = z.infer<typeof StoredServer>;

export const StoredRecord = z.union([StoredModel, StoredServer]);
export type StoredRecord = StoredModel | StoredServer;

/** Digests of the long texts that a record names. */
export function blobsOf(stored: StoredRecord): readonly string[] {
  return isPacked(stored) ? stored.texts : textsOf(stored);
}

function textsOf({ record }: StoredRecord): string[] {
  const digests = [
    record.card?.digest,
    record.kind === 'server' ? record.definition?.digest : undefined,
  ];
  return digests.filter(digest => digest !== undefined);
}

/** Keeps a record as text, for a process that hands records on and looks into few. */
export function packStored(stored: StoredRecord): StoredRecord {
  if (isPacked(stored)) {
    return stored;
  }
  const packed: unknown = new PackedStored(stored, textsOf(stored));
  // It has the same properties, as getters, of the same kind both.
  return packed as StoredRecord;
}

export function isPacked(stored: unknown): stored is PackedStored {
  return stored instanceof PackedStored;
}

/** A record as an object, to look into more than once. */
export function unpacked(stored: StoredRecord): StoredRecord {
  return isPacked(stored) ? stored.unpack() : stored;
}

export function keyOf(stored: StoredRecord): string {
  return isPacked(stored) ? stored.key : stored.record.key;
}

/** Whether two stored records say the same. */
export function isSameStored(a: StoredRecord, b: StoredRecord): boolean {
  if (a === b) {
    return true;
  }
  return isPacked(a) && isPacked(b)
    ? a.equals(b)
    : JSON.stringify(a) === JSON.stringify(b);
}

/** Whether a stored record is that of a model server. */
export function isServer(stored: StoredRecord): stored is StoredServer {
  return stored.record.kind === 'server';
}
