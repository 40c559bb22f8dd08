import type { IncomingObject } from './object';
import {
  type ResourceType,
  definitionName,
  RESOURCE_TYPES,
  typeOfKind,
} from './resources';
import { createObject, type Writer } from './writes';

/** Kinds that may be left out, as an older OpenShift AI lacks them. */
export type CustomKind =
  | 'InferenceService'
  | 'LLMInferenceService'
  | 'Route'
  | 'ModelRegistry';

function definitionOf(type: ResourceType): IncomingObject {
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
      versions: type.versions.map((name, index) => ({
        name,
        served: true,
        storage: index === 0,
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
  except: readonly CustomKind[] = [],
): void {
  const type = typeOfKind('CustomResourceDefinition');
  const excluded: readonly string[] = except;
  for (const defined of RESOURCE_TYPES) {
    if (defined.custom && !excluded.includes(defined.kind)) {
      createObject(writer, { type }, definitionOf(defined));
    }
  }
}
