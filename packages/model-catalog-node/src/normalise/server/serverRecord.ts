import {
  LANGUAGES,
  LICENSE,
  MODEL_NAME,
  type ModelRecord,
  PROVIDER,
  type ServerRecord,
} from '@model-catalog/common';
import {
  SERVER_SOURCE,
  type InferenceServer,
  type RegistryVersion,
  type ServerApi,
} from '../../sources/objects';
import type { NamedOffering } from '../../offerings/types';
import type { StoredServer } from '../../records/stored';
import { dashboardAnnotation } from '../fields/dashboard';
import type { Definition, TextLookup } from './definition';
import { type Identity, namesOf } from '../identity/identities';
import { chooseLifecycle } from '../fields/lifecycle';
import { chooseOwner, type Place } from '../fields/owner';
import { mergedTexts } from '../fields/mergedTexts';
import { ifDifferent, previousServerName } from '../identity/previousName';
import {
  firstText,
  property,
  PROPERTY,
  urlProperty,
} from '../fields/properties';
import { serverApi } from './serverApi';
import { serverTypeOf } from './serverType';
import { factAnnotations, factTags } from '../fields/serverFacts';
import { chooseTags } from '../fields/tags';
import { chooseTechDocs, type TechDocs } from '../fields/techdocs';
import { servedOfferings, type ServedOfferings } from './servedOfferings';
import type { NormaliseOptions, Report } from '../types';

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
  /** What it shows of the first of its models. */
  model?: Pick<ModelRecord, 'card' | 'links' | 'model'>;
  api?: ServerApi;
  /** What the store holds of it. */
  before?: StoredServer;
  /** Name by which requests call its model. */
  modelName: string;
  /** UID in the registry's record of it, if there is one. */
  registryUid?: string;
  /** The API products by which it is offered. */
  offerings?: readonly NamedOffering[];
};

/** Properties of the server's annotations win over those of the version that it serves. */
function mergedProperties({ server, versions }: ServerInput) {
  return { ...versions[0]?.properties, ...server.properties };
}

/** Annotations of a model that are of use on its server. */
const OF_MODEL = [LICENSE, PROVIDER, LANGUAGES];

function modelAnnotations({ model }: ServerInput): Record<string, string> {
  const { annotations = {} } = model?.model ?? {};
  return Object.fromEntries(
    OF_MODEL.flatMap(key => {
      const value = annotations[key];
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

/** The texts of the model's licence, and documentation that is only a link. */
function linksOf({ model }: ServerInput, techdocs: TechDocs) {
  const url = model?.model.license;
  const more = model?.links?.filter(({ title }) => /^License /.test(title));
  const links = [
    ...(url === undefined ? [] : [{ title: 'License', url }]),
    ...(more ?? []),
    ...techdocs.links,
  ];
  return links.length === 0 ? undefined : links;
}

/** Nothing is stored: each text is made anew, or looked up where it is at hand. */
const afresh = ({ text }: TextLookup): TextLookup => ({
  text,
  isStored: () => false,
  isMissing: () => true,
});

/** Its offerings; of its own definition they need the text, which is not at hand where it stays as it was. */
function offeringsOf(
  input: ServerInput,
  { api, definition }: ReturnType<typeof serverApi>,
  { texts, report }: { texts: TextLookup; report: Report },
): ServedOfferings {
  const { server, before } = input;
  const silent = () => undefined;
  const own = {
    definition,
    type: api?.type ?? 'openapi',
    text: () => serverApi(input, afresh(texts), silent).definition?.text,
  };
  return servedOfferings(
    input.offerings,
    { server, own, before, texts },
    report,
  );
}

/** What the published document has of a server. */
function wireServer(
  input: ServerInput,
  {
    api,
    owner,
    techdocs,
  }: {
    api: ServerRecord['server']['API'];
    owner: ReturnType<typeof chooseOwner>;
    techdocs: TechDocs;
  },
  { options, report }: { options: NormaliseOptions; report: Report },
): ServerRecord['server'] {
  const { identity, server, versions } = input;
  const properties = mergedProperties(input);
  const [version] = versions;
  return {
    name: identity.name,
    owner: owner.name,
    lifecycle: chooseLifecycle(properties, options, server.namespace),
    description:
      firstText(
        server.properties[PROPERTY.description],
        server.description,
        version?.modelDescription,
        input.model?.model.description,
      ) ?? `Model server ${server.name} in namespace ${server.namespace}`,
    tags: chooseTags([...input.modelTags, ...factTags(server)], report),
    usage: property(properties, PROPERTY.usage),
    homepageURL: urlProperty(properties, PROPERTY.homepage, report),
    authentication: server.authentication,
    annotations: mergedTexts(
      modelAnnotations(input),
      owner.annotations,
      techdocs.annotations,
      factAnnotations(server),
      dashboardAnnotation(options.dashboard, server),
      { [MODEL_NAME]: input.modelName },
    ),
    API: api,
  };
}

/** The record of a model server, and the text of its definition if it is at hand. */
export function serverRecord(
  input: ServerInput,
  texts: TextLookup,
  { options, report }: { options: NormaliseOptions; report: Report },
): {
  record: ServerRecord;
  definition?: Definition;
  /** Of its offerings. */
  offered: Pick<ServedOfferings, 'made' | 'isFinal'>;
} {
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
  const techdocs = chooseTechDocs(properties, input.model?.card, {
    options,
    report,
  });
  const found = serverApi(input, texts, report);
  const { api, definition } = found;
  const { offerings, ...offered } = offeringsOf(input, found, {
    texts,
    report,
  });
  const record: ServerRecord = {
    kind: 'server',
    ...namesOf(identity),
    source: SERVER_SOURCE[server.resource],
    title: server.displayName ?? server.name,
    ownerRef: owner.ref,
    createdAt: server.createdAt,
    // The connectors of old knew no LLMInferenceServices.
    previousName:
      version && server.resource === 'inferenceservice'
        ? ifDifferent(
            previousServerName(server.name, input.registryUid),
            identity.name,
          )
        : undefined,
    card: input.model?.card,
    links: linksOf(input, techdocs),
    state: server.state,
    serverType: serverTypeOf(server, input.api),
    models: [...input.modelKeys].sort(),
    definition: definition && {
      digest: definition.digest,
      origin: definition.origin,
    },
    ...(offerings && { offerings }),
    server: wireServer(input, { api, owner, techdocs }, { options, report }),
  };
  return { record, definition, offered };
}
