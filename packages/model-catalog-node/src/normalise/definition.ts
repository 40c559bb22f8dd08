import { z } from 'zod/v4';
import { parse } from 'yaml';
import {
  ApiType,
  type DefinitionOrigin,
  digestOf,
} from '@model-catalog/common';
import type { Report } from './types';
import { messageOf } from '../messageOf';

/** The least that makes a document an OpenAPI document that a page can show. */
const OpenApiDocument = z.object({
  info: z.object({ title: z.string(), version: z.coerce.string() }),
  paths: z.record(z.string(), z.unknown()).optional(),
});
const Version = z.union([
  z.object({ openapi: z.string().regex(/^3\./, 'is not 3.x') }),
  z.object({ swagger: z.coerce.string().regex(/^2(\.0)?$/, 'is not 2.0') }),
]);

/**
 * Why `text` is no definition of `type`; `undefined` when it is one.
 * Only OpenAPI is looked into, as JSON or YAML.
 */
export function flawOf(type: ApiType, text: string): string | undefined {
  if (text.trim() === '') {
    return 'is empty';
  }
  if (type !== 'openapi') {
    return undefined;
  }
  let document: unknown;
  try {
    document = text.trimStart().startsWith('{')
      ? JSON.parse(text)
      : parse(text, { maxAliasCount: 100 });
  } catch (error) {
    const reason = messageOf(error);
    return `is neither JSON nor YAML (${reason.split('\n')[0]})`;
  }
  if (!Version.safeParse(document).success) {
    return 'is no OpenAPI document: neither openapi 3.x nor swagger 2.0';
  }
  const parsed = OpenApiDocument.safeParse(document);
  if (parsed.success) {
    return undefined;
  }
  const first = parsed.error.issues[0];
  return `is no valid OpenAPI document: ${first?.path.join('.')} ${
    first?.message
  }`;
}

const flaws = new Map<string, string | undefined>();
const REMEMBERED = 5000;

/** {@link flawOf}, each distinct text looked into once: it is a function of the text alone. */
function rememberedFlawOf(
  type: ApiType,
  digest: string,
  text: string,
): string | undefined {
  const key = `${type}/${digest}`;
  if (!flaws.has(key)) {
    if (flaws.size >= REMEMBERED) {
      flaws.clear();
    }
    flaws.set(key, flawOf(type, text));
  }
  return flaws.get(key);
}

/** A text that may define the API; `text` is absent when only its digest is known. */
export type DefinitionClaim = {
  origin: DefinitionOrigin;
  field: string;
  digest: string | undefined;
  text: string | undefined;
  /** Whether the store holds it: then it was good when it was put there. */
  stored: boolean;
};

export type Definition = {
  digest: string;
  origin: DefinitionOrigin;
  text?: string;
};

/** The first claim that holds; each flaw is reported. */
export function chooseDefinition(
  type: ApiType,
  claims: readonly DefinitionClaim[],
  report: Report,
): Definition | undefined {
  for (const { origin, field, digest, text, stored } of claims) {
    if (digest === undefined) {
      continue;
    }
    if (text === undefined) {
      if (stored) {
        return { digest, origin };
      }
      continue;
    }
    const flaw = rememberedFlawOf(type, digest, text);
    if (flaw === undefined) {
      return { digest, origin, text };
    }
    report(field, `${flaw}; it is not used as the API's definition`);
  }
  return undefined;
}

/** A minimal valid document that says how to supply the real one. */
export function minimalDefinition(title: string, url: string): Definition {
  const text = JSON.stringify(
    {
      openapi: '3.0.3',
      info: {
        title,
        version: 'unknown',
        description: [
          'No API definition is known for this model server.',
          '',
          'To supply one, read it from the running server',
          `(\`curl -H "Authorization: Bearer $TOKEN" ${url}/openapi.json\`)`,
          'and set it as the property `API Spec` of the model version in the model registry,',
          'or as the annotation `rhdh.io/apispec` of the InferenceService.',
        ].join('\n'),
      },
      servers: [{ url }],
      paths: {},
    },
    undefined,
    2,
  );
  return { digest: digestOf(text), origin: 'minimal', text };
}

const TYPES: readonly string[] = ApiType.options;

/** The API type that was asked for; `openapi` when none or an unknown one was. */
export function chooseApiType(
  written: string | undefined,
  report: Report,
): ApiType {
  const lower = written?.trim().toLowerCase();
  if (!lower) {
    return 'openapi';
  }
  const parsed = ApiType.safeParse(lower);
  if (parsed.success) {
    return parsed.data;
  }
  report(
    'API Type',
    `"${lower.slice(0, 63)}" is none of ${TYPES.join(', ')}; openapi is used`,
  );
  return 'openapi';
}
