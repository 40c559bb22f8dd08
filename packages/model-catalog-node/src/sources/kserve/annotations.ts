import { DISCOVERY, IGNORE, INCLUDE, MODEL_NAME } from '@model-catalog/common';

/** Names by which RHOAI, its dashboard, KServe and this connector mark a model server. */
export const ANNOTATION = {
  displayName: 'openshift.io/display-name',
  description: 'openshift.io/description',
  authentication: 'security.opendatahub.io/enable-auth',
  stop: 'serving.kserve.io/stop',
  deploymentMode: 'serving.kserve.io/deploymentMode',
  registryUrl: 'modelregistry.opendatahub.io/url',
} as const;

export const LABEL = {
  modelId: 'modelregistry.opendatahub.io/registered-model-id',
  versionId: 'modelregistry.opendatahub.io/model-version-id',
  registry: 'modelregistry.opendatahub.io/name',
  registryNamespace: 'modelregistry.opendatahub.io/namespace',
} as const;

const API_SPEC = 'apispec';

/** Overrides: the annotation's key behind its prefix, and the property that it stands for. */
const PROPERTY_OF: ReadonlyMap<string, string> = new Map(
  Object.entries({
    apitype: 'API Type',
    description: 'Description',
    ethics: 'Ethics',
    homepageurl: 'Homepage URL',
    howtouse: 'How to use',
    license: 'License',
    lifecycle: 'Lifecycle',
    owner: 'Owner',
    support: 'Support',
    techdocs: 'TechDocs',
    training: 'Training',
    usage: 'Usage',
  }),
);

/** Each prefix that a connector has read so far; later ones win. */
const PREFIXES = [
  'modelcatalogbridge.rhdh.io/',
  'model-catalog-bridge.ai.redhat.com/',
  'rhdh.io/',
] as const;

/** Annotations of this connector, which are kept under their full name. */
const OWN = [MODEL_NAME, IGNORE, INCLUDE, DISCOVERY] as const;

/** Those of them that may be labels too, so that objects can be chosen by them. */
const OWN_LABELS = [IGNORE, INCLUDE] as const;

/** A text that says something; empty counts as unset. */
export function textOf(value: string | null | undefined): string | undefined {
  return value?.trim() ? value : undefined;
}

export type Overrides = {
  properties: Record<string, string>;
  /** The API definition, which may be long. */
  apiSpec?: string;
};

type Texts = Readonly<Record<string, string>> | null | undefined;

/** One for all servers without any, which are most. */
const NO_PROPERTIES: Overrides['properties'] = Object.freeze({});

/** What is kept under its full name; an annotation wins over a label. */
function ownOf(annotations: Texts, labels: Texts): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of OWN_LABELS) {
    const value = textOf(labels?.[name]);
    if (value !== undefined) {
      found[name] = value;
    }
  }
  for (const name of OWN) {
    const value = textOf(annotations?.[name]);
    if (value !== undefined) {
      found[name] = value;
    }
  }
  return found;
}

/**
 * What the annotations override.
 *
 * | annotation | property |
 * |---|---|
 * | `modelcatalogbridge.rhdh.io/owner`, `model-catalog-bridge.ai.redhat.com/owner`, `rhdh.io/owner` (the last one wins) | `Owner`; so for each key of the table above |
 * | `…/apispec` | the API definition |
 * | `rhdh.modelcatalog.io/{model-name,ignore,include,api-discovery}` | the same |
 * | label `rhdh.modelcatalog.io/{ignore,include}` | the same, unless the annotation is set |
 * | any other `rhdh.io/…`, as newer connectors read them | the same, under its full name |
 * | an empty one | unset |
 */
export function overridesOf({
  annotations,
  labels,
}: {
  annotations?: Texts;
  labels?: Texts;
}): Overrides {
  const properties = ownOf(annotations, labels);
  let apiSpec: string | undefined;
  for (const prefix of PREFIXES) {
    for (const [key, value] of Object.entries(annotations ?? {})) {
      if (!key.startsWith(prefix) || textOf(value) === undefined) {
        continue;
      }
      const suffix = key.slice(prefix.length).toLowerCase();
      const name = PROPERTY_OF.get(suffix);
      if (suffix === API_SPEC) {
        apiSpec = value;
      } else if (name !== undefined) {
        properties[name] = value;
      } else if (prefix === 'rhdh.io/') {
        properties[key] = value;
      }
    }
  }
  const isEmpty = Object.keys(properties).length === 0;
  return { properties: isEmpty ? NO_PROPERTIES : properties, apiSpec };
}
