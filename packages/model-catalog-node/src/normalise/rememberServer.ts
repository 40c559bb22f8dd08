import { isServer, type StoredRecord } from '../records/stored';
import { isSame } from '../plan/isSame';
import type {
  InferenceServer,
  RegistryDeployment,
  RegistryVersion,
  ServerApi,
} from '../sources/objects';
import type { Issue } from '../sources/types';
import type { Definition, TextLookup } from './definition';
import type { Served } from './join';
import type { Identity, ModelView } from './modelRecord';
import { areSameParts, asStored, type VersionParts } from './remember';
import type { NormaliseOptions } from './types';

/** All that the records of a server are made of, besides the server itself and what is stored of it. */
export type ServerParts = {
  options: NormaliseOptions;
  identity: Identity;
  group: string | undefined;
  kind: Served['kind'];
  deployment: RegistryDeployment | undefined;
  versions: readonly RegistryVersion[];
  /** What its versions offer. */
  views: readonly ModelView[];
  /** Of the model that only this server has. */
  own: VersionParts | undefined;
  api: ServerApi | undefined;
};

/** Records, what was found on the way, and the definition. */
export type MadeServer = {
  records: readonly StoredRecord[];
  issues: readonly Issue[];
  definition: Definition | undefined;
};

const remembered = new WeakMap<
  InferenceServer,
  { parts: ServerParts; made: MadeServer }
>();

function areSame<T>(
  a: readonly T[],
  b: readonly T[],
  isEqual: (one: T, other: T | undefined) => boolean,
): boolean {
  return (
    a.length === b.length && a.every((one, index) => isEqual(one, b[index]))
  );
}

const isSameView = (a: ModelView, b: ModelView | undefined) =>
  a.card === b?.card && a.links === b?.links && a.model === b?.model;

function areSameServerParts(a: ServerParts, b: ServerParts): boolean {
  return (
    a.options === b.options &&
    a.group === b.group &&
    a.kind === b.kind &&
    a.deployment === b.deployment &&
    isSame(a.identity, b.identity) &&
    isSame(a.api, b.api) &&
    (a.own && b.own ? areSameParts(a.own, b.own) : a.own === b.own) &&
    areSame(a.versions, b.versions, (one, other) => one === other) &&
    areSame(a.views, b.views, isSameView)
  );
}

/**
 * Whether the definition would come out again. Where two texts were written, or
 * one that was not at hand, that depends on which can be read now.
 *
 * | definition | texts that people wrote | would come out again |
 * |---|---|---|
 * | none | any | yes |
 * | not as it is stored, or its text is lost | any | not known |
 * | as written, made of a text at hand | one | yes |
 * | that the server gave, and it is not that | any | not known |
 * | any other | none | yes |
 * | any other | one or more | not known |
 */
function isSettled(
  server: InferenceServer,
  { made: { definition }, parts }: { made: MadeServer; parts: ServerParts },
  { stored, texts }: { stored: StoredRecord | undefined; texts: TextLookup },
): boolean {
  if (!definition) {
    return stored !== undefined;
  }
  const gave = parts.api?.definitionDigest !== undefined;
  if (gave && definition.origin !== 'server') {
    return false;
  }
  const written = [server, ...parts.versions].filter(
    ({ apiSpecDigest }) => apiSpecDigest !== undefined,
  ).length;
  const isWritten =
    definition.origin === 'property' && definition.madeOf !== undefined;
  return (
    stored !== undefined &&
    isServer(stored) &&
    stored.record.definition?.digest === definition.digest &&
    stored.record.definition.origin === definition.origin &&
    stored.facets.definitionOf === definition.madeOf &&
    !texts.isMissing(definition.digest) &&
    (isWritten ? written === 1 : written === 0)
  );
}

/** Makes the records of a server, once for the same parts; see `rememberVersion`. */
export function rememberServer(
  server: InferenceServer,
  {
    parts,
    stored,
    texts,
    make,
  }: {
    parts: ServerParts;
    stored: (key: string) => StoredRecord | undefined;
    texts: TextLookup;
    make: () => MadeServer;
  },
): MadeServer {
  const before = remembered.get(server);
  const known = { stored: stored(parts.identity.key), texts };
  if (
    before &&
    areSameServerParts(before.parts, parts) &&
    isSettled(server, before, known)
  ) {
    return { ...before.made, definition: undefined };
  }
  const { records, issues, definition } = make();
  const made = {
    records: records.map(one => asStored(one, stored(one.record.key))),
    issues,
    // Its text is needed once.
    definition: definition && { ...definition, text: undefined },
  };
  remembered.set(server, { parts, made });
  return { ...made, definition };
}
