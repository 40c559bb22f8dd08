import {
  type CardRef,
  EXTERNAL_ROUTE_URL,
  INTERNAL_SERVICE_URL,
  MODEL_NAME,
  type ModelServer,
  type ServerRecord,
} from '@model-catalog/common';
import {
  SERVER_SOURCE,
  type InferenceServer,
  type RegistryVersion,
  type ServerApi,
} from '../sources/objects';
import { definitionMarker } from '../records/definitionMarker';
import {
  chooseApiType,
  chooseDefinition,
  type Definition,
  type DefinitionClaim,
  minimalDefinition,
} from './definition';
import { type Identity, techdocsAnnotation } from './modelRecord';
import { chooseLifecycle } from './lifecycle';
import { chooseOwner, type Place } from './owner';
import { ifDifferent, previousServerName } from './previousName';
import { firstText, property, PROPERTY, urlProperty } from './properties';
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
  /** Name by which requests call its model. */
  modelName: string;
  /** UID in the registry's record of it, if there is one. */
  registryUid?: string;
};

/** Looks long texts up: those at hand, and whether the store holds one. */
export type TextLookup = {
  text(digest: string): string | undefined;
  isStored(digest: string): boolean;
};

function definitionClaims(
  { server, versions, api }: ServerInput,
  texts: TextLookup,
): DefinitionClaim[] {
  const property_ = versions.find(v => v.apiSpecDigest !== undefined);
  const digests = [
    ['property', 'annotation apispec', server.apiSpecDigest],
    ['property', 'API Spec', property_?.apiSpecDigest],
    ['server', '/openapi.json', api?.definitionDigest],
  ] as const;
  return digests.map(([origin, field, digest]) => ({
    origin,
    field,
    digest,
    text: digest === undefined ? undefined : texts.text(digest),
    stored: digest !== undefined && texts.isStored(digest),
  }));
}

/** Properties of the server's annotations win over those of the version that it serves. */
function mergedProperties({ server, versions }: ServerInput) {
  return { ...versions[0]?.properties, ...server.properties };
}

function urlAnnotations(server: InferenceServer): Record<string, string> {
  return {
    ...(server.externalUrl && { [EXTERNAL_ROUTE_URL]: server.externalUrl }),
    ...(server.internalUrl && { [INTERNAL_SERVICE_URL]: server.internalUrl }),
  };
}

function apiOf(
  input: ServerInput,
  texts: TextLookup,
  report: Report,
): { api?: ModelServer['API']; definition?: Definition } {
  const { server, modelTags } = input;
  const url = server.externalUrl ?? server.internalUrl;
  if (url === undefined) {
    return {};
  }
  const type = chooseApiType(mergedProperties(input)[PROPERTY.apiType], report);
  const definition =
    chooseDefinition(type, definitionClaims(input, texts), report) ??
    minimalDefinition(server.displayName ?? server.name, url);
  return {
    definition,
    api: {
      url,
      type: definition.origin === 'property' ? type : 'openapi',
      spec: definitionMarker(definition.digest),
      tags: [...modelTags],
      annotations: urlAnnotations(server),
    },
  };
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
  const { api, definition } = apiOf(input, texts, report);
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
