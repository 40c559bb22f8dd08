import { readFileSync } from 'node:fs';
import Ajv, { ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { z } from 'zod/v4';
import { toJsonSchema } from './openApiSchema';

const responseSchema = z.object({
  $ref: z.string().optional(),
  content: z
    .record(z.string(), z.object({ schema: z.unknown().optional() }))
    .optional(),
});
const operationSchema = z.object({
  responses: z.record(z.string(), responseSchema),
});
const documentSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({
    schemas: z.record(z.string(), z.unknown()),
    responses: z.record(z.string(), responseSchema).optional(),
  }),
});

export interface Answer {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly body: unknown;
}

/**
 * - `valid`: the body is what the document says;
 * - `invalid`: it is not, with the reasons;
 * - `noPath`: the document does not have this path or method;
 * - `noStatus`: it has, but not this status.
 */
export type Verdict =
  | { readonly kind: 'valid' | 'noPath' | 'noStatus' }
  | { readonly kind: 'invalid'; readonly reasons: string[] };

/** Checks answers against a server's own OpenAPI 3.0 document. */
export class OpenApiDocument {
  private readonly document: z.infer<typeof documentSchema>;
  private readonly ajv: Ajv;
  private readonly validators = new Map<string, ValidateFunction>();

  constructor(file: string) {
    this.document = documentSchema.parse(parse(readFileSync(file, 'utf8')));
    this.ajv = new Ajv({ allErrors: true, strict: false });
    addFormats(this.ajv);
    this.ajv.addSchema({
      $id: 'components',
      schemas: toJsonSchema(this.document.components.schemas),
    });
  }

  check(answer: Answer): Verdict {
    const template = this.templateOf(answer.path);
    const operation = operationSchema.safeParse(
      template && this.document.paths[template]?.[answer.method.toLowerCase()],
    );
    if (!operation.success) {
      return { kind: 'noPath' };
    }
    const response = operation.data.responses[String(answer.status)];
    if (!response) {
      return { kind: 'noStatus' };
    }
    const validate = this.validatorOf(
      `${answer.method} ${template} ${answer.status}`,
      this.schemaOf(response),
    );
    return validate(answer.body)
      ? { kind: 'valid' }
      : {
          kind: 'invalid',
          reasons: (validate.errors ?? []).map(
            error => `${error.instancePath} ${error.message ?? ''}`,
          ),
        };
  }

  /** Literal segments win over parameters; `{name+}` takes the rest. */
  private templateOf(path: string): string | undefined {
    const [beforeQuery = ''] = path.split('?');
    const fitting = Object.keys(this.document.paths).filter(template =>
      templatePattern(template).test(beforeQuery),
    );
    const parameters = (template: string) =>
      (template.match(/\{/g) ?? []).length * 2 +
      (template.includes('+}') ? 1 : 0);
    return fitting.sort((a, b) => parameters(a) - parameters(b))[0];
  }

  private schemaOf(response: z.infer<typeof responseSchema>): unknown {
    const name = response.$ref?.split('/').pop();
    const resolved = name
      ? this.document.components.responses?.[name]
      : response;
    return resolved?.content?.['application/json']?.schema ?? {};
  }

  private validatorOf(key: string, schema: unknown): ValidateFunction {
    const known = this.validators.get(key);
    if (known) {
      return known;
    }
    const converted = z
      .record(z.string(), z.unknown())
      .parse(toJsonSchema(schema));
    const validator = this.ajv.compile(converted);
    this.validators.set(key, validator);
    return validator;
  }
}

function templatePattern(template: string): RegExp {
  const source = template
    .split(/(\{[^}]+\})/)
    .map(part => {
      if (!part.startsWith('{')) {
        return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      }
      // Model names hold slashes, also where the document forgets to say so.
      return /\+\}$|model_name/.test(part) ? '.+' : '[^/]+';
    })
    .join('');
  return new RegExp(`^${source}$`);
}
