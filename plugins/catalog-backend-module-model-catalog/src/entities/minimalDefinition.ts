import type { Api } from '@model-catalog/common';

/** What producers wrote when they had no definition. */
const PLACEHOLDERS = ['', 'TBD', 'undefined'];

/** Whether a text stands for a definition that nobody supplied. */
export function isPlaceholder(spec: string): boolean {
  return PLACEHOLDERS.includes(spec.trim());
}

/** A valid OpenAPI document that says how to supply the real one. */
export function minimalDefinition(name: string, api: Api): string {
  return JSON.stringify({
    openapi: '3.0.3',
    info: {
      title: name,
      version: 'unknown',
      description:
        'The definition of this API is not known. To supply it, set the property `API Spec` ' +
        'on the model version in the model registry to the content of `/openapi.json` of the model server.',
    },
    ...(URL.canParse(api.url) && { servers: [{ url: api.url }] }),
    paths: {},
  });
}
