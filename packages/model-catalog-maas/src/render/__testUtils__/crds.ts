import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import { parse } from 'yaml';
import type { DesiredObject } from '../../contract/types';

const folder =
  process.env.MODEL_CATALOG_SHARED ??
  resolve(__dirname, '../../../../../../shared');

const FILES: Readonly<Record<string, string>> = {
  Backend: 'capabilities.3scale.net_backends.yaml',
  Product: 'capabilities.3scale.net_products.yaml',
  ActiveDoc: 'capabilities.3scale.net_activedocs.yaml',
  ProxyConfigPromote: 'capabilities.3scale.net_proxyconfigpromotes.yaml',
};

type Schema = Record<string, unknown>;

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A server cuts unknown fields without a word; here they are errors. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(closed);
  }
  if (!isSchema(value)) {
    return value;
  }
  const inner = Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, closed(one)]),
  );
  const isOpen =
    !isSchema(value.properties) ||
    'x-kubernetes-preserve-unknown-fields' in value ||
    'additionalProperties' in value;
  return isOpen ? inner : { ...inner, additionalProperties: false };
}

function validatorOf(file: string): ValidateFunction {
  const crd = parse(readFileSync(file, 'utf8'));
  const { schema } = crd.spec.versions[0];
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const { spec } = schema.openAPIV3Schema.properties;
  return ajv.compile({
    type: 'object',
    required: ['spec'],
    properties: { spec: closed(spec) },
  });
}

const validators = new Map<string, ValidateFunction>();

/** Whether the definitions of the 3scale operator's resources are at hand. */
export const hasCrds = existsSync(resolve(folder, 'crds', FILES.Product ?? ''));

/** What the schema of an object's kind says against it; empty when nothing, or when the definitions are not at hand. */
export function schemaErrors(object: DesiredObject): string[] {
  const name = FILES[object.kind];
  if (name === undefined || !hasCrds) {
    return [];
  }
  const validate =
    validators.get(name) ?? validatorOf(resolve(folder, 'crds', name));
  validators.set(name, validate);
  const { kind } = object;
  validate(object);
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${kind}${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}
