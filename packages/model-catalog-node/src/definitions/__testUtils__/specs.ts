import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';

/** The parts of a schema that are compared. */
export type SpecSchema = {
  $ref?: string;
  allOf?: SpecSchema[];
  oneOf?: SpecSchema[];
  anyOf?: SpecSchema[];
  properties?: Record<string, SpecSchema>;
  items?: SpecSchema;
  required?: string[];
};

type Media = { schema?: SpecSchema };
type Content = { content?: Record<string, Media> };

export type SpecOperation = {
  requestBody?: Content;
  responses?: Record<string, Content>;
};

export type Spec = {
  paths: Record<string, Record<string, SpecOperation>>;
  components?: { schemas?: Record<string, SpecSchema> };
};

const folder =
  process.env.MODEL_CATALOG_SHARED ??
  resolve(__dirname, '../../../../../../shared');

/**
 * A published document of a protocol, in the folder that `MODEL_CATALOG_SHARED`
 * names, else `../shared` beside the repository; `undefined` where there is none.
 */
export function publishedSpec(name: string): Spec | undefined {
  const file = resolve(folder, 'specs/protocols', name);
  return existsSync(file) ? parse(readFileSync(file, 'utf8')) : undefined;
}

/** What each of several alternatives requires, and what any of them names. */
function alternatives(schemas: readonly SpecSchema[]): SpecSchema {
  const [first, ...others] = schemas;
  return {
    properties: Object.assign({}, ...schemas.map(one => one.properties)),
    required: first?.required?.filter(name =>
      others.every(({ required }) => required?.includes(name)),
    ),
  };
}

/** A schema with its references followed and its parts joined. */
export function joined(schema: SpecSchema, spec: Spec): SpecSchema {
  const name = schema.$ref?.replace('#/components/schemas/', '');
  const target =
    name === undefined ? schema : spec.components?.schemas?.[name] ?? {};
  const follow = (one: SpecSchema) => joined(one, spec);
  const parts = [
    ...(target.allOf ?? []).map(follow),
    alternatives((target.oneOf ?? target.anyOf ?? []).map(follow)),
    target,
  ];
  return {
    ...target,
    required: parts.flatMap(({ required }) => required ?? []),
    properties: Object.assign({}, ...parts.map(one => one.properties)),
  };
}
