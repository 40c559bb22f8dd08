import { z } from 'zod/v4';
import { fieldOf } from '../elements';

/** URLs of a server, best first. */
export type ServerUrls = readonly string[];

const shared = {
  info: z.looseObject({ title: z.string() }),
  paths: z.record(z.string(), z.unknown()),
};

/** What makes an object an OpenAPI document; everything else in it is kept as it is. */
const OpenApi3 = z.looseObject({
  openapi: z.string().regex(/^3\./, 'is not 3.x'),
  ...shared,
});
const Swagger2 = z.looseObject({ swagger: z.literal('2.0'), ...shared });
const AnyObject = z.looseObject({});

export type DefinitionReading =
  | { ok: true; text: string }
  | { ok: false; field?: string; reason: string };

function addressed3(document: z.infer<typeof OpenApi3>, urls: ServerUrls) {
  return { ...document, servers: urls.map(url => ({ url })) };
}

/** Version 2.0 has room for one address, in parts. */
function addressed2(document: z.infer<typeof Swagger2>, urls: ServerUrls) {
  const [first] = urls;
  if (first === undefined) {
    return document;
  }
  const { host, protocol, pathname } = new URL(first);
  const written = z.string().optional().catch(undefined);
  const basePath = written.parse(document.basePath) ?? '/';
  const prefix = pathname.replace(/\/+$/, '');
  const base = `${prefix}${basePath.startsWith('/') ? '' : '/'}${basePath}`;
  return {
    ...document,
    host,
    schemes: [protocol.replace(':', '')],
    basePath: base,
  };
}

/** How many spaces and line ends indenting by two would add, about. */
function indentationOf(compact: string): number {
  let depth = 0;
  let added = 0;
  for (const character of compact) {
    if (character === '{' || character === '[') {
      depth += 1;
    } else if (character === '}' || character === ']') {
      depth -= 1;
    }
    if ('{}[],'.includes(character)) {
      added += 1 + 2 * Math.max(0, depth);
    }
  }
  return added;
}

/** For people to read, unless deep nesting would make it many times as long. */
function textOf(document: unknown): string {
  const compact = JSON.stringify(document);
  return indentationOf(compact) > 64 * 1024 + 4 * compact.length
    ? compact
    : JSON.stringify(document, undefined, 2);
}

/**
 * Reads what a server answers at `/openapi.json`, and says in it where the
 * server is: the addresses written there are those of the container.
 *
 * | answer | reading |
 * |---|---|
 * | object with `openapi: 3.x`, `info`, `paths` | text with our `servers` |
 * | object with `swagger: "2.0"`, `info`, `paths` | text with our `host`, `schemes`, `basePath` |
 * | anything else | the field and what is wrong |
 */
export function readDefinition(
  body: unknown,
  urls: ServerUrls,
): DefinitionReading {
  const object = AnyObject.safeParse(body);
  if (
    !object.success ||
    !('openapi' in object.data || 'swagger' in object.data)
  ) {
    return {
      ok: false,
      reason: 'is no OpenAPI document: neither openapi 3.x nor swagger 2.0',
    };
  }
  const isVersion3 = 'openapi' in object.data;
  const parsed = isVersion3
    ? OpenApi3.transform(document => addressed3(document, urls)).safeParse(body)
    : Swagger2.transform(document => addressed2(document, urls)).safeParse(
        body,
      );
  if (!parsed.success) {
    return { ok: false, ...fieldOf(parsed.error) };
  }
  try {
    return { ok: true, text: textOf(parsed.data) };
  } catch {
    return { ok: false, reason: 'is nested too deeply to be written' };
  }
}
