import {
  type CardRef,
  LANGUAGES,
  MODEL_NAME,
  type Model,
  type ModelRecord,
  PROVIDER,
} from '@model-catalog/common';
import {
  SERVER_SOURCE,
  type CatalogModel,
  type InferenceServer,
  type RegistryVersion,
} from '../../sources/objects';
import { withoutScripts } from './artifactUri';
import { dashboardAnnotation } from '../fields/dashboard';
import { type Identity, namesOf } from '../identity/identities';
import { chooseLicense } from './license';
import { chooseLifecycle } from '../fields/lifecycle';
import { chooseOwner, type Place } from '../fields/owner';
import { mergedTexts } from '../fields/mergedTexts';
import { chooseModelName, defaultModelName } from './modelName';
import { ifDifferent, previousModelName } from '../identity/previousName';
import { storageAnnotation } from '../fields/serverFacts';
import {
  firstText,
  property,
  PROPERTY,
  urlProperty,
} from '../fields/properties';
import { chooseTags } from '../fields/tags';
import { chooseTechDocs } from '../fields/techdocs';
import type { NormaliseOptions, Report } from '../types';

/** What a model offers to the servers that serve it. */
export type ModelView = Pick<ModelRecord, 'card' | 'links' | 'model'>;

type Properties = Record<string, string>;

/** Fields that are taken from properties alone, the same for each kind of model. */
function fromProperties(properties: Properties, report: Report) {
  return {
    ethics: property(properties, PROPERTY.ethics),
    howToUseURL: urlProperty(properties, PROPERTY.howToUse, report),
    support: property(properties, PROPERTY.support),
    training: property(properties, PROPERTY.training),
    usage: property(properties, PROPERTY.usage),
  };
}

function linksOf(
  properties: Properties,
  links: readonly { title: string; url: string }[],
  report: Report,
) {
  const homepage = urlProperty(properties, PROPERTY.homepage, report);
  const all =
    homepage === undefined
      ? [...links]
      : [{ title: 'Homepage', url: homepage }, ...links];
  return all.length === 0 ? undefined : all;
}

/** Who made a model and for which languages; the registry's word before the catalog's. */
function originOf(
  { language = [], provider }: Partial<CatalogModel>,
  ...providers: (string | undefined)[]
): Record<string, string> {
  const maker = firstText(...providers, provider)
    ?.trim()
    .slice(0, 256);
  return {
    ...(maker !== undefined && { [PROVIDER]: maker }),
    ...(language.length > 0 && {
      [LANGUAGES]: language.join(', ').slice(0, 256),
    }),
  };
}

const NO_CATALOG_MODEL: Partial<CatalogModel> = {};

const paragraphs = (...texts: (string | undefined)[]) =>
  texts.filter(text => text?.trim()).join('\n\n');

export type VersionInput = {
  identity: Identity;
  version: RegistryVersion;
  catalogModel?: CatalogModel;
  card?: CardRef;
  /** How its servers call it. */
  servedName?: string;
};

/** The record of a version in a registry; fields of the version win over the model's. */
export function versionRecord(
  { identity, version, catalogModel, card, servedName }: VersionInput,
  options: NormaliseOptions,
  report: Report,
): ModelRecord {
  const { properties } = version;
  const owner = chooseOwner(
    [
      { field: PROPERTY.owner, written: properties[PROPERTY.owner] },
      { field: 'owner', written: version.modelOwner },
      { field: 'author', written: version.author },
    ],
    { options },
    report,
  );
  const license = chooseLicense(
    [
      { field: PROPERTY.license, text: properties[PROPERTY.license] },
      { field: 'licenseLink', text: version.licenseLink },
      { field: 'license', text: version.license },
      { field: 'licenseLink', text: catalogModel?.licenseLink },
      { field: 'license', text: catalogModel?.license },
    ],
    report,
  );
  const techdocs = chooseTechDocs(properties, card, { options, report });
  const artifacts = withoutScripts(version.artifactUris, report);
  const model: Model = {
    name: identity.name,
    owner: owner.name,
    lifecycle: chooseLifecycle(properties, options),
    description:
      paragraphs(version.modelDescription, version.versionDescription) ||
      firstText(catalogModel?.description) ||
      '',
    tags: chooseTags(
      [...version.labels, ...(catalogModel?.tasks ?? []), ...license.tags],
      report,
    ),
    artifactLocationURL: artifacts[0],
    license: license.url,
    ...fromProperties(properties, report),
    annotations: mergedTexts(
      license.annotations,
      originOf(
        catalogModel ?? NO_CATALOG_MODEL,
        properties.Provider,
        version.provider,
      ),
      owner.annotations,
      techdocs.annotations,
      dashboardAnnotation(options.dashboard, version),
      {
        [MODEL_NAME]: chooseModelName(
          properties[PROPERTY.modelName],
          servedName,
          defaultModelName(version),
        ),
      },
    ),
  };
  return {
    kind: 'model',
    ...namesOf(identity),
    source: `model-registry/${version.registry}`,
    title: `${version.modelName} ${version.versionName}`,
    ownerRef: owner.ref,
    createdAt: version.createdAt,
    previousName: ifDifferent(
      previousModelName(version.modelName, version.versionName),
      identity.name,
    ),
    card,
    links: linksOf(properties, [...license.links, ...techdocs.links], report),
    artifacts,
    model,
  };
}

export type ServedInput = {
  identity: Identity;
  server: InferenceServer;
  place: Place;
  /** How the server calls it. */
  servedName?: string;
  /** The catalog's model of the same artifact. */
  catalogModel?: CatalogModel;
  card?: CardRef;
};

/** The record of the model that a server without a registry entry serves. */
export function servedModelRecord(
  { identity, server, place, servedName, catalogModel, card }: ServedInput,
  options: NormaliseOptions,
  report: Report,
): ModelRecord {
  // What the server's own record takes too is reported there.
  const told: Report = () => {};
  const { properties } = server;
  const uris = server.storageUri === undefined ? [] : [server.storageUri];
  const artifacts = withoutScripts(uris, report);
  const owner = chooseOwner(
    [{ field: PROPERTY.owner, written: properties[PROPERTY.owner] }],
    { options, place },
    told,
  );
  const license = chooseLicense(
    [
      { field: PROPERTY.license, text: properties[PROPERTY.license] },
      { field: 'licenseLink', text: catalogModel?.licenseLink },
      { field: 'license', text: catalogModel?.license },
    ],
    report,
  );
  const techdocs = chooseTechDocs(properties, card, { options, report: told });
  return {
    kind: 'model',
    ...namesOf(identity),
    source: SERVER_SOURCE[server.resource],
    title: server.displayName ?? server.name,
    ownerRef: owner.ref,
    createdAt: server.createdAt,
    links: linksOf(properties, [...license.links, ...techdocs.links], told),
    card,
    artifacts,
    model: {
      name: identity.name,
      owner: owner.name,
      lifecycle: chooseLifecycle(properties, options, place.namespace),
      description:
        firstText(
          properties[PROPERTY.description],
          server.description,
          catalogModel?.description,
        ) ?? '',
      tags: chooseTags(
        [server.modelFormat, ...(catalogModel?.tasks ?? []), ...license.tags],
        told,
      ),
      artifactLocationURL: artifacts[0],
      license: license.url,
      ...fromProperties(properties, report),
      annotations: {
        ...license.annotations,
        ...originOf(catalogModel ?? NO_CATALOG_MODEL),
        ...owner.annotations,
        ...techdocs.annotations,
        ...storageAnnotation(server),
        ...dashboardAnnotation(options.dashboard, server),
        [MODEL_NAME]: chooseModelName(servedName, server.name),
      },
    },
  };
}
