import type { Entity } from '@backstage/catalog-model';
import { AI_MODEL_SERVER } from './refs';

type Json = { [key: string]: unknown };

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isText = (value: unknown) =>
  typeof value === 'string' && value.length > 0;

function flawsOfModels(models: unknown): string[] {
  if (models === undefined) {
    return [];
  }
  if (!isObject(models)) {
    return ['spec.models must be an object'];
  }
  const { available, default: first, discoverable } = models;
  return [
    ...(available === undefined ||
    (Array.isArray(available) && available.every(isText))
      ? []
      : ['spec.models.available must be a list of texts']),
    ...(first === undefined || isText(first)
      ? []
      : ['spec.models.default must not be empty']),
    ...(discoverable === undefined || typeof discoverable === 'boolean'
      ? []
      : ['spec.models.discoverable must be a boolean']),
  ];
}

function flawsOf(spec: unknown): string[] {
  if (!isObject(spec)) {
    return ['spec must be an object'];
  }
  const required = ['lifecycle', 'owner', 'serverType', 'serverUrl'];
  const optional = ['system', 'apiEntityRef'].filter(
    field => spec[field] !== undefined,
  );
  const { requiresApiKey } = spec;
  return [
    ...(spec.type === 'ai-model-server'
      ? []
      : ['spec.type must be ai-model-server']),
    ...[...required, ...optional]
      .filter(field => !isText(spec[field]))
      .map(field => `spec.${field} must be a text that is not empty`),
    ...(requiresApiKey === undefined || typeof requiresApiKey === 'boolean'
      ? []
      : ['spec.requiresApiKey must be a boolean']),
    ...flawsOfModels(spec.models),
  ];
}

/**
 * The rules of the kind `AiModelServerAPI` as its module publishes them
 * (catalog-model-ai-model-server 0.3), so that what a host would refuse is
 * reported here.
 *
 * @returns false for an entity of another kind
 * @throws what is wrong with it
 */
export async function checkAiModelServer({
  apiVersion,
  kind,
  spec,
}: Entity): Promise<boolean> {
  const isKnown = ['backstage.io/v1alpha1', 'backstage.io/v1beta1'].includes(
    apiVersion,
  );
  if (kind !== AI_MODEL_SERVER || !isKnown) {
    return false;
  }
  const flaws = flawsOf(spec);
  if (flaws.length > 0) {
    throw new TypeError(flaws.join('; '));
  }
  return true;
}
