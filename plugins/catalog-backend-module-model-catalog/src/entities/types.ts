import type { Entity } from '@backstage/catalog-model';
import type {
  ModelRecord,
  ServerRecord,
  ServerState,
} from '@model-catalog/common';

/** A server record; an old location service does not say in which state it is. */
export type ServerInput = Omit<ServerRecord, 'state'> & { state?: ServerState };

/**
 * How a model server is shown.
 *
 * | shape | as |
 * |---|---|
 * | classic | Component `model-server` |
 * | ai-model-server | `AiModelServerAPI`, the kind of Developer Hub 2.1; a Component while it has no URL to show |
 *
 * Its API and its models are shown the same in both.
 */
export type Shape = 'classic' | 'ai-model-server';

/** Which URLs of model servers are shown: all, those from outside of the cluster, or none. */
export type ShownUrls = 'all' | 'external' | 'none';

/** Which Systems of the hub entities are part of, by where they are from; patterns may have `*`. */
export type Systems = {
  default?: string;
  /** Whether the annotation `rhdh.io/system` on a model server counts. */
  fromAnnotation?: boolean;
  namespaces?: Readonly<Record<string, string>>;
  registries?: Readonly<Record<string, string>>;
};

/** What entities are made of. */
export type EntityInput = ModelRecord | ServerInput;

/** Something of a record that did not get into the catalog as it is. */
export type Issue = {
  /** The entity, as `kind:namespace/name`. */
  ref: string;
  field: string;
  message: string;
  /** `info` for what is a decision and no flaw; else `warn`. */
  level?: 'info';
};

/** Takes note of an issue of the entity at hand. */
export type Note = (
  field: string,
  message: string,
  level?: Issue['level'],
) => void;

/** An entity that has not been validated yet. */
export type Draft = {
  ref: string;
  /** Key of its record; a Component and its API share it. */
  key: string;
  /** Id of the source that decides whether it exists. */
  source: string;
  /** Further ones that it tells of: it is held while one of them is. */
  beside?: readonly string[];
  entity: Entity;
};

/** What the entities of one location service have in common. */
export type EntityContext = {
  /** Where model cards are read, without a slash at its end. */
  baseUrl: string;
  /** Location reference that says who manages the entities. */
  location: string;
  /** Reference of the Component or Resource of each record key that stands. */
  refs: ReadonlyMap<string, string>;
  /** Whether the hub reads documentation from a URL; absent, it is not asked. */
  hubReads?: (url: string) => boolean;
  /** Shapes of a server, by its key: both while it changes; classic if it is not in it, none while it waits. */
  forms?: ReadonlyMap<string, readonly Shape[]>;
  /** All of them unless told otherwise. */
  urls?: ShownUrls;
  /** How the hub's Kubernetes plugin calls the cluster; absent, it looks in each that it has. */
  kubernetesCluster?: string;
  /** Absent, entities are part of none. */
  systems?: Systems;
  /** Names by which requests call models, by the model's key. */
  modelNames?: ReadonlyMap<string, string>;
};
