/** Names by which RHOAI, its dashboard, KServe and this connector mark an InferenceService. */
export const ANNOTATION = {
  displayName: 'openshift.io/display-name',
  description: 'openshift.io/description',
  authentication: 'security.opendatahub.io/enable-auth',
  stop: 'serving.kserve.io/stop',
  deploymentMode: 'serving.kserve.io/deploymentMode',
  modelName: 'rhdh.modelcatalog.io/model-name',
} as const;

export const LABEL = {
  modelId: 'modelregistry.opendatahub.io/registered-model-id',
  versionId: 'modelregistry.opendatahub.io/model-version-id',
  registry: 'modelregistry.opendatahub.io/name',
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

/** Later ones win. */
const PREFIXES = ['modelcatalogbridge.rhdh.io/', 'rhdh.io/'] as const;

/** A text that says something; empty counts as unset. */
export function textOf(value: string | null | undefined): string | undefined {
  return value?.trim() ? value : undefined;
}

export type Overrides = {
  properties: Record<string, string>;
  /** The API definition, which may be long. */
  apiSpec?: string;
};

/**
 * What the annotations override.
 *
 * | annotation | property |
 * |---|---|
 * | `modelcatalogbridge.rhdh.io/owner`, `rhdh.io/owner` (wins) | `Owner`; so for each key of the table above |
 * | `…/apispec` | the API definition |
 * | `rhdh.modelcatalog.io/model-name` | the same |
 * | any other `rhdh.io/…`, as newer connectors read them | the same, under its full name |
 * | an empty one | unset |
 */
export function overridesOf(
  annotations: Readonly<Record<string, string>>,
): Overrides {
  const properties: Record<string, string> = {};
  let apiSpec: string | undefined;
  for (const prefix of PREFIXES) {
    for (const [key, value] of Object.entries(annotations)) {
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
  const modelName = textOf(annotations[ANNOTATION.modelName]);
  if (modelName !== undefined) {
    properties[ANNOTATION.modelName] = modelName;
  }
  return { properties, apiSpec };
}
