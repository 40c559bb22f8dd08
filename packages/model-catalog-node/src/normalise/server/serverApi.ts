import {
  digestOf,
  DISCOVERY,
  EXTERNAL_ROUTE_URL,
  INTERNAL_SERVICE_URL,
  type ModelServer,
} from '@model-catalog/common';
import type { Offer } from '../../definitions/offers';
import { runtimeOf, usualOffers } from '../../definitions/runtimes';
import {
  fromTemplates,
  minimalText,
  templatesDigest,
  titlesOf,
} from '../../definitions/templates/build';
import { type StoredServer, unpacked } from '../../records/stored';
import { shared } from '../fields/shared';
import { definitionMarker } from '@model-catalog/common';
import type {
  InferenceServer,
  RegistryVersion,
  ServerApi,
} from '../../sources/objects';
import {
  chooseApiType,
  type Definition,
  type KnownDefinition,
  madeDefinition,
  serverDefinition,
  type TextLookup,
  writtenDefinition,
} from './definition';
import { minimalDescription, templateDescription } from './describeApi';
import { firstText, PROPERTY } from '../fields/properties';
import type { Report } from '../types';

/** What the API of a server is made of. */
export type ApiInput = {
  server: InferenceServer;
  /** Versions of a registry that it serves. */
  versions: readonly RegistryVersion[];
  /** Tags of its models. */
  modelTags: readonly string[];
  /** What it is known to be, see {@link standingApi}. */
  api?: ServerApi;
  /** What the store holds of it. */
  before?: StoredServer;
};

/** Whether people asked us to leave a server alone: then nothing that it said counts. */
const isOptedOut = ({ properties }: InferenceServer) =>
  properties[DISCOVERY]?.trim().toLowerCase() === 'false';

type Standing = Pick<ApiInput, 'server' | 'api' | 'before'>;

/** What came of each answer, with what it was joined to. */
const standing = new WeakMap<ServerApi, Standing>();

/** What it said now, over what it said earlier if that was the same server. */
function joinedApi(api: ServerApi, { server, before }: Standing): ServerApi {
  const facets = before && unpacked(before).facets;
  if (facets?.server.uid !== server.uid) {
    return api;
  }
  const { wantsToken, ...earlier } = facets.api ?? {};
  return { ...earlier, ...api };
}

/**
 * What a server is known to be: what it said last, and of what it said earlier
 * (before we were started anew) whatever is not contradicted.
 */
export function standingApi({
  server,
  api,
  before,
}: Standing): ServerApi | undefined {
  if (!api || isOptedOut(server)) {
    return undefined;
  }
  // Recognised anew: what it said earlier may be of another model.
  if (api.offers !== undefined) {
    return api;
  }
  const known = standing.get(api);
  if (known?.server === server && known.before === before) {
    return known.api;
  }
  const joined = joinedApi(api, { server, before });
  standing.set(api, { server, before, api: joined });
  return joined;
}

function knownOf({ before }: ApiInput): KnownDefinition | undefined {
  const definition = before?.record.definition;
  return definition && { ...definition, madeOf: before?.facets.definitionOf };
}

/** A list of models alone does not say what may be asked of them: the usual things. */
function offersOf(
  { server, modelTags }: ApiInput,
  api: ServerApi | undefined,
): { offers: readonly Offer[]; wasRecognised: boolean } {
  const names = [server.name, server.servedName, ...(api?.servedModels ?? [])];
  const tasks = [...modelTags, ...names.filter(name => name !== undefined)];
  const usual = usualOffers(runtimeOf(server), tasks);
  if (!api?.offers?.length) {
    return { offers: usual, wasRecognised: false };
  }
  const isListOnly = ({ protocol, operations }: Offer) =>
    protocol === 'openai' && operations.length < 2;
  const text = usualOffers('vllm', tasks)[0]?.operations ?? [];
  return {
    offers: api.offers.map(offer =>
      isListOnly(offer) ? { ...offer, operations: text } : offer,
    ),
    wasRecognised: !api.offers.some(isListOnly),
  };
}

/** Which model requests name, and which they may name. */
function subjectOf({ server, versions }: ApiInput, api: ServerApi | undefined) {
  const served = api?.servedModels ?? [];
  const written = firstText(
    server.properties[PROPERTY.modelName],
    versions[0]?.properties[PROPERTY.modelName],
  );
  const all = [
    ...(written === undefined ? [] : [written]),
    ...served,
    ...(server.loraAdapters ?? []),
  ];
  return {
    model: written ?? served[0] ?? server.servedName ?? server.name,
    models: served.length > 0 ? [...new Set(all)] : [],
    inputs: (api?.inputs ?? []).map(input => ({
      ...input,
      shape: [...input.shape],
    })),
  };
}

type Making = {
  urls: readonly string[];
  url: string;
  /** What was made before. */
  before: Parameters<typeof madeDefinition>[2];
};

function template(
  input: ApiInput,
  api: ServerApi | undefined,
  { urls, before }: Making,
): Definition | undefined {
  const { server } = input;
  const { offers, wasRecognised } = offersOf(input, api);
  if (offers.length === 0) {
    return undefined;
  }
  const asked = api ? ('has-none' as const) : ('not-asked' as const);
  const given = {
    title: server.displayName ?? server.name,
    description: templateDescription(server, {
      titles: titlesOf(offers),
      reason: api?.wantsToken ? 'wants-token' : asked,
      wasRecognised,
    }),
    urls,
    offers,
    subject: subjectOf(input, api),
    authentication: server.authentication === true || api?.wantsToken === true,
  };
  const madeOf = digestOf(JSON.stringify([templatesDigest(), given]));
  const make = () => fromTemplates(given);
  return madeDefinition('template', { madeOf, make }, before);
}

function minimal(input: ApiInput, { urls, url, before }: Making): Definition {
  const { server } = input;
  const description = minimalDescription(server, {
    url,
    authentication: server.authentication === true,
  });
  const title = server.displayName ?? server.name;
  const given = { title, description, urls };
  const madeOf = digestOf(JSON.stringify(given));
  const make = () => minimalText(given);
  return madeDefinition('minimal', { madeOf, make }, before);
}

function urlAnnotations(server: InferenceServer): Record<string, string> {
  const annotations: Record<string, string> = {};
  if (server.externalUrl) {
    annotations[EXTERNAL_ROUTE_URL] = server.externalUrl;
  }
  if (server.internalUrl) {
    annotations[INTERNAL_SERVICE_URL] = server.internalUrl;
  }
  return annotations;
}

/**
 * The API of a server, with its definition.
 *
 * | definition | used when |
 * |---|---|
 * | of the annotation `apispec` | there is one, and it is one |
 * | of the property `API Spec` | likewise, and not the one above |
 * | the server's own | neither; it was read once |
 * | from templates | neither; its protocol was recognised, or its runtime has a usual one |
 * | minimal: how to supply one | none of these |
 *
 * Nothing while the server has no URL.
 */
export function serverApi(
  input: ApiInput,
  texts: TextLookup,
  report: Report,
): { api?: ModelServer['API']; definition?: Definition } {
  const { server, versions, modelTags, api } = input;
  const url = server.externalUrl ?? server.internalUrl;
  if (url === undefined) {
    return {};
  }
  const all = [server.externalUrl, server.internalUrl];
  const urls = [...new Set(all.filter(one => one !== undefined))];
  const written =
    server.properties[PROPERTY.apiType] ??
    versions[0]?.properties[PROPERTY.apiType];
  const type = chooseApiType(written, report);
  const property = versions.find(one => one.apiSpecDigest !== undefined);
  const before = { known: knownOf(input), texts };
  const making = { urls, url, before };
  const definition =
    writtenDefinition(
      [
        { field: 'annotation apispec', digest: server.apiSpecDigest },
        { field: 'API Spec', digest: property?.apiSpecDigest },
      ],
      { type, urls, ...before },
      report,
    ) ??
    serverDefinition(api?.definitionDigest, texts) ??
    template(input, api, making) ??
    minimal(input, making);
  return {
    definition,
    api: {
      url,
      type: definition.origin === 'property' ? type : 'openapi',
      spec: shared(definitionMarker(definition.digest)),
      tags: [...modelTags],
      annotations: urlAnnotations(server),
    },
  };
}
