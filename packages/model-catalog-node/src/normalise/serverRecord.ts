import {
  type CardRef,
  MODEL_NAME,
  type ServerRecord,
} from '@model-catalog/common';
import {
  SERVER_SOURCE,
  type InferenceServer,
  type RegistryVersion,
  type ServerApi,
} from '../sources/objects';
import type { StoredServer } from '../records/stored';
import type { Definition, TextLookup } from './definition';
import { type Identity, techdocsAnnotation } from './modelRecord';
import { chooseLifecycle } from './lifecycle';
import { chooseOwner, type Place } from './owner';
import { ifDifferent, previousServerName } from './previousName';
import { firstText, property, PROPERTY, urlProperty } from './properties';
import { serverApi } from './serverApi';
import { factAnnotations, factTags } from './serverFacts';
import { chooseTags } from './tags';
import type { NormaliseOptions, Report } from './types';

export type ServerInput = {
  identity: Identity;
  server: InferenceServer;
  place: Place;
  /** Versions of a registry that it serves. */
  versions: readonly RegistryVersion[];
  /** Keys of all its models. */
  modelKeys: readonly string[];
  /** Tags of its models. */
  modelTags: readonly string[];
  card?: CardRef;
  api?: ServerApi;
  /** What the store holds of it. */
  before?: StoredServer;
  /** Name by which requests call its model. */
  modelName: string;
  /** UID in the registry's record of it, if there is one. */
  registryUid?: string;
};

/** Properties of the server's annotations win over those of the version that it serves. */
function mergedProperties({ server, versions }: ServerInput) {
  return { ...versions[0]?.properties, ...server.properties };
}

/** The record of a model server, and the text of its definition if it is at hand. */
export function serverRecord(
  input: ServerInput,
  texts: TextLookup,
  { options, report }: { options: NormaliseOptions; report: Report },
): { record: ServerRecord; definition?: Definition } {
  const { identity, server, versions } = input;
  const properties = mergedProperties(input);
  const [version] = versions;
  const owner = chooseOwner(
    [
      { field: PROPERTY.owner, written: properties[PROPERTY.owner] },
      { field: 'owner', written: version?.modelOwner },
      { field: 'author', written: version?.author },
    ],
    { options, place: input.place },
    report,
  );
  const { api, definition } = serverApi(input, texts, report);
  const record: ServerRecord = {
    kind: 'server',
    ...identity,
    source: SERVER_SOURCE[server.resource],
    title: server.displayName ?? server.name,
    ownerRef: owner.ref,
    createdAt: server.createdAt,
    previousName: version
      ? ifDifferent(
          previousServerName(server.name, input.registryUid),
          identity.name,
        )
      : undefined,
    card: input.card,
    state: server.state,
    models: [...input.modelKeys].sort(),
    definition: definition && {
      digest: definition.digest,
      origin: definition.origin,
    },
    server: {
      name: identity.name,
      owner: owner.name,
      lifecycle: chooseLifecycle(properties, options, server.namespace),
      description:
        firstText(
          server.properties[PROPERTY.description],
          server.description,
          version?.modelDescription,
        ) ?? `Model server ${server.name} in namespace ${server.namespace}`,
      tags: chooseTags([...input.modelTags, ...factTags(server)], report),
      usage: property(properties, PROPERTY.usage),
      homepageURL: urlProperty(properties, PROPERTY.homepage, report),
      authentication: server.authentication,
      annotations: {
        ...owner.annotations,
        ...techdocsAnnotation(properties, input.card, report),
        ...factAnnotations(server),
        [MODEL_NAME]: input.modelName,
      },
      API: api,
    },
  };
  return { record, definition };
}
