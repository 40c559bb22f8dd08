import type { IncomingObject } from './object';
import {
  type ResourceType,
  definitionName,
  RESOURCE_TYPES,
  typeOfKind,
} from './resources';
import { createObject, type Writer } from './writing/writes';

/** Kinds that may be left out, as an older OpenShift AI lacks them. */
export type CustomKind =
  | 'InferenceService'
  | 'LLMInferenceService'
  | 'Route'
  | 'ModelRegistry'
  | 'ServingRuntime'
  | 'Backend'
  | 'Product'
  | 'ActiveDoc'
  | 'ProxyConfigPromote'
  | 'CustomPolicyDefinition';

/** The versions of LLMInferenceService: RHOAI 2.25 had the first, the newest has both. */
export type LlmVersion = 'v1alpha1' | 'v1alpha2';

/** Which custom kinds a cluster has. */
export interface CustomKinds {
  readonly except?: readonly CustomKind[];
  /** Also what the publishing of models needs: ServingRuntimes, and the kinds of 3scale's operator. */
  readonly threescale?: boolean;
  /** Both unless given. */
  readonly llmVersions?: readonly LlmVersion[];
}

function definitionOf(
  type: ResourceType,
  { llmVersions }: CustomKinds,
): IncomingObject {
  const served: readonly string[] =
    type.kind === 'LLMInferenceService' && llmVersions
      ? llmVersions
      : type.versions;
  const stored = type.versions.find(version => served.includes(version));
  return {
    metadata: { name: definitionName(type) },
    spec: {
      group: type.group,
      scope: type.namespaced ? 'Namespaced' : 'Cluster',
      names: {
        plural: type.plural,
        singular: type.singular,
        kind: type.kind,
        listKind: `${type.kind}List`,
        shortNames: type.shortNames,
      },
      versions: type.versions.map(name => ({
        name,
        served: served.includes(name),
        storage: name === (stored ?? type.versions[0]),
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: {
            type: 'object',
            'x-kubernetes-preserve-unknown-fields': true,
          },
        },
      })),
    },
  };
}

/** Creates the definitions of the custom kinds, which makes them served. */
export function installDefinitions(
  writer: Writer,
  kinds: CustomKinds = {},
): void {
  const type = typeOfKind('CustomResourceDefinition');
  const excluded: readonly string[] = kinds.except ?? [];
  for (const defined of RESOURCE_TYPES) {
    const isAsked = !defined.optional || kinds.threescale;
    if (defined.custom && isAsked && !excluded.includes(defined.kind)) {
      createObject(writer, { type }, definitionOf(defined, kinds));
    }
  }
}
