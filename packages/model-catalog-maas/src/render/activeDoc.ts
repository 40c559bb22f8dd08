import { digestOf } from '@model-catalog/common';
import { KEPT } from '../contract/labels';
import { API_VERSION, type Context, providerAccount, titleOf } from './context';
import type { Unsealed } from './metadata';

/** The Secret with the definition: one key only, as the operator takes no other. */
export const definitionSecretOf = (
  { names, settings }: Context,
  definition: string,
): Unsealed => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: names.resource, namespace: settings.targetNamespace },
  stringData: { 'openapi.json': definition },
});

/** The ActiveDoc: the definition in the portal, beside its product. */
export function activeDocOf(context: Context, definition: string): Unsealed {
  const { names, settings } = context;
  return {
    apiVersion: API_VERSION,
    kind: 'ActiveDoc',
    metadata: {
      name: names.resource,
      namespace: settings.targetNamespace,
      annotations: { [KEPT.definition]: digestOf(definition) },
    },
    spec: {
      name: titleOf(context),
      systemName: names.activeDoc,
      productSystemName: names.systemName,
      activeDocOpenAPIRef: {
        secretRef: {
          name: names.resource,
          namespace: settings.targetNamespace,
        },
      },
      published: true,
      skipSwaggerValidations: false,
      ...providerAccount(settings),
    },
  };
}
