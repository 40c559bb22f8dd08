import type { OfferingAuth, OfferingOperation } from '@model-catalog/common';
import { cleanOpenApi } from './cleanOpenApi';
import { parseText } from './parseText';
import { isObject, type Json, type JsonObject } from './plainData';
import { gatewayOperations, letsThrough } from './gatewayRules';
import { textOf } from './textOf';

/** What callers of a gateway see, as far as a definition says it. */
export type GatewayView = {
  title: string;
  description?: string;
  /** Where the paths begin, best first. */
  urls: readonly string[];
  auth: OfferingAuth;
  /** What it lets through; empty when that is not known. */
  operations: readonly OfferingOperation[];
  /** In front of the model server's own paths at the gateway; empty for none. */
  path: string;
};

/** Changes with what is made of the same document. */
export const GATEWAY_MAKING = 1;

export type GatewayReading =
  | { ok: true; text: string }
  | { ok: false; reason: string };

const KEY = 'A key of your own: subscribe to a plan to get one.';

type Schemes = { [name: string]: JsonObject };

const inHeader = (name: string | undefined, description = KEY): JsonObject => ({
  type: 'apiKey',
  in: 'header',
  name: name ?? 'Authorization',
  description,
});

const inQuery = (name: string | undefined, description = KEY): JsonObject => ({
  type: 'apiKey',
  in: 'query',
  name: name ?? 'user_key',
  description,
});

const bearer = (version: 2 | 3, description: string): JsonObject =>
  version === 3
    ? { type: 'http', scheme: 'bearer', description }
    : inHeader('Authorization', `\`Bearer <key>\`. ${description}`);

/**
 * How callers log in, as a definition says it.
 *
 * | key goes | scheme |
 * |---|---|
 * | behind `Bearer`, or is a token of an identity provider | http bearer (2.0: the header, with a word on it) |
 * | in a header or parameter as it is | apiKey |
 * | with an id of the application | two of them, both asked for |
 * | nowhere | none |
 */
export function schemesOf(auth: OfferingAuth, version: 2 | 3): Schemes {
  const { type, location, header, parameter, scheme, idName } = auth;
  const key =
    location === 'query' ? inQuery(parameter ?? header) : inHeader(header);
  switch (type) {
    case 'none':
      return {};
    case 'oidc':
      return { gateway: bearer(version, 'A token of the identity provider.') };
    case 'app-id-and-key': {
      const id =
        location === 'query'
          ? inQuery(idName ?? 'app_id', 'The id of your application.')
          : inHeader(idName ?? 'app_id', 'The id of your application.');
      return { gatewayId: id, gatewayKey: key };
    }
    default:
      return {
        gateway:
          scheme === 'Bearer'
            ? bearer(version, KEY)
            : {
                ...key,
                ...(scheme && { description: `\`${scheme} <key>\`. ${KEY}` }),
              },
      };
  }
}

const METHODS = /^(get|put|post|delete|options|head|patch|trace)$/;

function without(object: JsonObject, ...keys: string[]): JsonObject {
  return Object.fromEntries(
    Object.entries(object).filter(([key]) => !keys.includes(key)),
  );
}

/** The operations of one path that the gateway lets through, without logins and servers of their own. */
function passing(
  path: string,
  item: JsonObject,
  isOpen: (method: string, path: string) => boolean,
): JsonObject | undefined {
  const entries = Object.entries(item).flatMap(
    ([key, value]): [string, Json][] => {
      if (!METHODS.test(key) || !isObject(value)) {
        return key === 'servers' ? [] : [[key, value]];
      }
      return isOpen(key.toUpperCase(), path)
        ? [[key, without(value, 'security', 'servers')]]
        : [];
    },
  );
  return entries.some(([key]) => METHODS.test(key))
    ? Object.fromEntries(entries)
    : undefined;
}

function pathsOf(
  paths: JsonObject,
  isOpen: (method: string, path: string) => boolean,
): JsonObject {
  return Object.fromEntries(
    Object.entries(paths).flatMap(([path, item]) => {
      const kept = isObject(item) ? passing(path, item, isOpen) : undefined;
      return kept ? [[path, kept]] : [];
    }),
  );
}

function secured(document: JsonObject, auth: OfferingAuth): JsonObject {
  const version = 'swagger' in document ? 2 : 3;
  const schemes = schemesOf(auth, version);
  const names = Object.keys(schemes);
  const rest = without(document, 'security', 'securityDefinitions');
  const parts = isObject(rest.components) ? rest.components : {};
  return {
    ...rest,
    ...(names.length > 0 && {
      security: [Object.fromEntries(names.map(name => [name, []]))],
    }),
    ...(version === 3
      ? { components: { ...parts, securitySchemes: schemes } }
      : { securityDefinitions: schemes }),
  };
}

/** Whether only what the rules let through is kept. */
export type Cut = 'by-rules' | 'as-it-is';

/** The path of the first server that a document names, if that is the gateway itself or none but a path. */
function ownBase(document: Json, urls: readonly string[]): string {
  const servers = isObject(document) ? document.servers : undefined;
  const [first] = Array.isArray(servers) ? servers : [];
  const written = isObject(first) ? first.url : undefined;
  const [gateway] = urls;
  if (
    typeof written !== 'string' ||
    gateway === undefined ||
    !URL.canParse(written, gateway)
  ) {
    return '';
  }
  const { hostname, pathname } = new URL(written, gateway);
  const path = pathname.replace(/\/+$/, '');
  return hostname === new URL(gateway).hostname && /^(\/[\w.~-]+)+$/.test(path)
    ? path
    : '';
}

/**
 * A definition as callers of a gateway need it: its address and its login
 * instead of those that the document had.
 *
 * | in the document | becomes |
 * |---|---|
 * | servers, logins | the gateway's; the path of its own server stays if that is the gateway |
 * | an operation that no rule lets through | left out, with `by-rules` and rules that are known |
 * | anything else | as for any definition that others wrote |
 */
export function throughGateway(
  text: string,
  view: GatewayView,
  cut: Cut,
): GatewayReading {
  const parsed = parseText(text);
  if (!parsed.ok) {
    return parsed;
  }
  const base = cut === 'as-it-is' ? ownBase(parsed.value, view.urls) : '';
  const urls = view.urls.map(url => `${url}${base}`);
  const cleaned = cleanOpenApi(parsed.value, urls);
  if (!cleaned.ok) {
    const { field, reason } = cleaned;
    return { ok: false, reason: field ? `${field} ${reason}` : reason };
  }
  const document: Json = JSON.parse(cleaned.text);
  if (!isObject(document) || !isObject(document.paths)) {
    return { ok: false, reason: 'has no paths' };
  }
  const isOpen =
    cut === 'by-rules' ? letsThrough(view.operations, view.path) : () => true;
  const paths = pathsOf(document.paths, isOpen);
  if (Object.keys(paths).length === 0) {
    return { ok: false, reason: 'has no operation that the gateway lets by' };
  }
  const info = isObject(document.info) ? document.info : {};
  const titled = { ...document, info: { ...info, title: view.title }, paths };
  return { ok: true, text: textOf(secured(titled, view.auth)) };
}

/** A definition that says what the gateway lets through, and nothing more. */
export function fromRules(view: GatewayView): string {
  const { title, description, urls, operations, path } = view;
  return textOf(
    secured(
      {
        openapi: '3.0.3',
        info: {
          title,
          version: 'unknown',
          ...(description && { description }),
        },
        servers: urls.map(url => ({ url })),
        paths: gatewayOperations(operations, path),
      },
      view.auth,
    ),
  );
}
