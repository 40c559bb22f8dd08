import { z } from 'zod/v4';

const discriminatorSchema = z.object({
  propertyName: z.string(),
  mapping: z.record(z.string(), z.string()),
});
const objectSchema = z.record(z.string(), z.unknown());

/**
 * An OpenAPI 3.0 schema as JSON Schema:
 * - `nullable` becomes one more type;
 * - `oneOf` with a discriminator becomes "the property has one of the values,
 *   and each value its schema": the alternatives overlap, so that a plain
 *   `oneOf` would refuse what fits two of them;
 * - references point into the document added as `components`.
 */
export function toJsonSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) {
    return schema.map(toJsonSchema);
  }
  const parsed = objectSchema.safeParse(schema);
  if (!parsed.success) {
    return schema;
  }
  const { discriminator, nullable, oneOf, ...rest } = parsed.data;
  const converted: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(rest)) {
    converted[key] =
      key === '$ref' && typeof value === 'string'
        ? componentReference(value)
        : toJsonSchema(value);
  }
  if (nullable === true && typeof rest.type === 'string') {
    converted.type = [rest.type, 'null'];
  }
  const choice = discriminatorSchema.safeParse(discriminator);
  if (choice.success) {
    return { ...converted, ...discriminated(choice.data) };
  }
  return oneOf === undefined
    ? converted
    : { ...converted, oneOf: toJsonSchema(oneOf) };
}

function discriminated({
  propertyName,
  mapping,
}: z.infer<typeof discriminatorSchema>) {
  return {
    type: 'object',
    required: [propertyName],
    properties: { [propertyName]: { enum: Object.keys(mapping) } },
    allOf: Object.entries(mapping).map(([value, reference]) => ({
      if: { properties: { [propertyName]: { const: value } } },
      then: { $ref: componentReference(reference) },
    })),
  };
}

function componentReference(reference: string): string {
  return reference.replace('#/components/', 'components#/');
}
