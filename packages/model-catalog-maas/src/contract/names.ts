import type { Problem, PublishableServer } from './types';

/** How the objects of one model server are called. */
export type ServerNames = {
  /** Of its custom resources and its Secret, within Kubernetes' rules. */
  resource: string;
  /** Of its product and its backend in 3scale; unique in the tenant. */
  systemName: string;
  /** Of its ActiveDoc in 3scale: small letters and digits. */
  activeDoc: string;
};

/** Names that the objects of a server have already. */
export type OwnedNames = {
  /** `<namespace>/<resource>/<name>`. */
  server: string;
  /** `metadata.name` of its Product. */
  resource: string;
  /** `spec.systemName` of its Product. */
  systemName: string;
};

export type NamesReading = { names: ServerNames; problems: Problem[] };

/** Names for all servers, by their keys: unique, or with a problem that names both. */
export type ResolveNames = (
  servers: readonly PublishableServer[],
  owned: readonly OwnedNames[],
) => ReadonlyMap<string, NamesReading>;
