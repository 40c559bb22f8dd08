import { BEARER } from './bearer';
import { controlPlaneReason } from './controlPlane';
import { type Flaw, readOpenApi } from './openApi';
import { copyPlain, isObject, type JsonObject, Unreadable } from './plainData';
import { isScript } from './script';
import { textOf } from './textOf';

export type CleanReading =
  | { ok: true; text: string; paths: readonly string[] }
  | ({ ok: false } & Flaw);

type Test = (value: unknown) => boolean;
const isText: Test = value => typeof value === 'string';
const isOutside: Test = value =>
  typeof value === 'string' && !value.startsWith('#');
const isScriptText: Test = value =>
  typeof value === 'string' && isScript(value);

/** Keys that lead a reader, or a tool, to another place, if they hold what the key means. */
const LEADS_AWAY: ReadonlyMap<string, Test> = new Map([
  ['servers', value => value === null || Array.isArray(value)],
  ['server', value => isObject(value) && isText(value.url)],
  ['operationRef', isText],
  ['externalValue', isText],
  ['$id', isText],
  ['$dynamicRef', isOutside],
  ['$recursiveRef', isOutside],
  ['url', isScriptText],
  ['termsOfService', isScriptText],
]);

/** A reference within, or the name of a schema. */
const isInside = (to: unknown) =>
  typeof to === 'string' && /^(#|[\w.-]+$)/.test(to) && !to.startsWith('.');

/** What stays of one object: no way out of the document. */
function inside(object: JsonObject): JsonObject {
  const { $ref } = object;
  if (typeof $ref === 'string' && !$ref.startsWith('#')) {
    return { description: 'A reference to outside of this document was here.' };
  }
  const kept = Object.fromEntries(
    Object.entries(object).filter(
      ([key, value]) => !LEADS_AWAY.get(key)?.(value),
    ),
  );
  const { discriminator } = kept;
  if (isObject(discriminator) && isObject(discriminator.mapping)) {
    const within = Object.entries(discriminator.mapping).filter(([, to]) =>
      isInside(to),
    );
    const mapping = Object.fromEntries(within);
    return { ...kept, discriminator: { ...discriminator, mapping } };
  }
  return kept;
}

function without(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(
    Object.entries(object).filter(([key]) => !keys.includes(key)),
  );
}

const METHODS = /^(get|put|post|delete|options|head|patch|trace)$/;

/** An operation does not ask for logins that the server made up. */
function cleanPath(item: JsonObject): JsonObject {
  const entries = Object.entries(item).map(
    ([key, value]): [string, JsonObject[string]] =>
      METHODS.test(key) && isObject(value)
        ? [key, without(value, ['security'])]
        : [key, value],
  );
  return Object.fromEntries(entries);
}

function cleanPaths(paths: JsonObject, isSafe: boolean): JsonObject {
  return Object.fromEntries(
    Object.entries(paths).flatMap(([path, item]) =>
      controlPlaneReason(path) === undefined
        ? [[path, isObject(item) && !isSafe ? cleanPath(item) : item]]
        : [],
    ),
  );
}

const SAFE_LOGINS: readonly unknown[] = [
  'http',
  'basic',
  'apiKey',
  'mutualTLS',
];

/** Whether a way to log in has no login page: where a reader would type a password. */
const isSafeLogin = (scheme: unknown) =>
  isObject(scheme) &&
  SAFE_LOGINS.includes(scheme.type) &&
  scheme.$ref === undefined;

/** Whether no login that the server made up is in the document. */
function hasSafeLogins({ components, securityDefinitions }: JsonObject) {
  const inComponents = isObject(components)
    ? components.securitySchemes
    : undefined;
  return [inComponents, securityDefinitions].every(
    schemes =>
      schemes === undefined ||
      (isObject(schemes) && Object.values(schemes).every(isSafeLogin)),
  );
}

function withoutLogins(document: JsonObject): JsonObject {
  const { components } = document;
  return {
    ...without(document, ['security', 'securityDefinitions']),
    ...(isObject(components) && {
      components: without(components, ['securitySchemes']),
    }),
  };
}

/** A server behind a proxy does not know that a token is needed to come to it. */
function withBearer(document: JsonObject): JsonObject {
  const { components, security } = document;
  const parts = isObject(components) ? components : {};
  if (security !== undefined || parts.securitySchemes !== undefined) {
    return document;
  }
  const securitySchemes = { bearer: BEARER };
  return {
    ...document,
    security: [{ bearer: [] }],
    components: { ...parts, securitySchemes },
  };
}

/** Whatever was there instead of a list leaves its place too: cleaned once is clean. */
const addressed3 = (document: JsonObject, urls: readonly string[]) => ({
  ...without(document, ['servers']),
  servers: urls.map(url => ({ url })),
});

/** Version 2.0 has room for one address, in parts. */
function addressed2(document: JsonObject, urls: readonly string[]): JsonObject {
  const [first] = urls;
  if (first === undefined) {
    return document;
  }
  const { host, protocol, pathname } = new URL(first);
  const { basePath } = document;
  const written = typeof basePath === 'string' ? basePath : '/';
  const prefix = pathname.replace(/\/+$/, '');
  return {
    ...document,
    host,
    schemes: [protocol.replace(':', '')],
    basePath: `${prefix}${written.startsWith('/') ? '' : '/'}${written}`,
  };
}

/**
 * Makes of what a running server answers a definition for readers of a
 * catalog. The server is run by users of the cluster: its document is data
 * that others wrote.
 *
 * | in the document | becomes |
 * |---|---|
 * | `servers`; `host`, `schemes`, `basePath` | the server's addresses; elsewhere none |
 * | `$ref`, mapping to outside; `operationRef`, `externalValue`, `$id`, a link's `server` | left out |
 * | `javascript:` in an address | left out |
 * | paths that steer the server | left out |
 * | OAuth, OpenID and unknown logins, with what asks for them | left out |
 * | cycles, endless nesting, alias bombs, the key `__proto__` | refused; left out |
 * | `webhooks` | left out |
 * | no login, and `authentication` | 3.x: a bearer token |
 * | anything else | kept |
 */
export function cleanOpenApi(
  body: unknown,
  urls: readonly string[],
  authentication = false,
): CleanReading {
  try {
    const reading = readOpenApi(copyPlain(body, inside));
    if (!reading.ok) {
      return reading;
    }
    if (!isObject(reading.document.paths)) {
      return { ok: false, field: 'paths', reason: 'is missing' };
    }
    const isSafe = hasSafeLogins(reading.document);
    const kept = isSafe ? reading.document : withoutLogins(reading.document);
    const paths = isObject(kept.paths) ? cleanPaths(kept.paths, isSafe) : {};
    const cleaned = { ...without(kept, ['webhooks']), paths };
    const document =
      reading.version === 3
        ? addressed3(authentication ? withBearer(cleaned) : cleaned, urls)
        : addressed2(cleaned, urls);
    return { ok: true, text: textOf(document), paths: Object.keys(paths) };
  } catch (error) {
    if (error instanceof Unreadable) {
      return { ok: false, reason: error.message };
    }
    throw error;
  }
}
