import { readOpenApi } from './openApi';
import { parseText, parseYaml } from './parseText';
import { isObject, type JsonObject } from './plainData';

const isAbsolute = (url: string) => /^[a-z][a-z\d+.-]*:\/\//i.test(url);

/** `written` as seen from `base`, which may have a path of its own. */
function resolved(written: string, base: string): string {
  const path = written.replace(/^\.?\/*/, '/');
  return `${base.replace(/\/+$/, '')}${path === '/' ? '' : path}`;
}

/** The `servers` that a document of version 3 lacks; `undefined` when it lacks none. */
function servers3(
  { servers }: JsonObject,
  urls: readonly string[],
): JsonObject[] | undefined {
  const written = Array.isArray(servers) ? servers.filter(isObject) : [];
  if (written.length === 0) {
    return urls.map(url => ({ url }));
  }
  // A server that is a template says more than we know.
  const isRelative = ({ url }: JsonObject) =>
    typeof url === 'string' && !isAbsolute(url) && !url.startsWith('{');
  if (!written.some(isRelative)) {
    return undefined;
  }
  return written.flatMap(server =>
    isRelative(server)
      ? urls.map(url => ({
          ...server,
          url: resolved(String(server.url), url),
        }))
      : [server],
  );
}

type Fields = Record<string, JsonObject[string]>;

function fieldsOf2(
  { host, basePath }: JsonObject,
  urls: readonly string[],
): Fields | undefined {
  const [first] = urls;
  if (typeof host === 'string' || first === undefined) {
    return undefined;
  }
  const url = new URL(first);
  const written = typeof basePath === 'string' ? basePath : '/';
  const base = new URL(resolved(written, first)).pathname;
  return {
    host: url.host,
    basePath: base,
    schemes: [url.protocol.replace(':', '')],
  };
}

function missing(
  text: string,
  urls: readonly string[],
): { syntax: 'json' | 'yaml'; fields: Fields } | undefined {
  const parsed = parseText(text);
  const reading = parsed.ok ? readOpenApi(parsed.value) : undefined;
  if (!parsed.ok || !reading?.ok) {
    return undefined;
  }
  const { document, version } = reading;
  const servers = version === 3 ? servers3(document, urls) : undefined;
  const fields =
    version === 3 ? servers && { servers } : fieldsOf2(document, urls);
  return fields && { syntax: parsed.syntax, fields };
}

function writtenInto(text: string, fields: Fields): string {
  const document: unknown = JSON.parse(text);
  return JSON.stringify(
    isObject(document) ? { ...document, ...fields } : document,
    undefined,
    2,
  );
}

/**
 * A definition that people wrote, with the addresses that it lacks. Otherwise
 * it stays as written, YAML with its comments.
 *
 * | written | becomes |
 * |---|---|
 * | 3.x without `servers`, or an empty list | the server's URLs |
 * | 3.x with a relative URL | that path below each of the server's URLs |
 * | 2.0 without `host` | `host`, `schemes` and `basePath` of its first URL |
 * | anything else, or nothing is known to fill in | the same text |
 */
export function addressed(text: string, urls: readonly string[]): string {
  if (urls.length === 0) {
    return text;
  }
  const found = missing(text, urls);
  if (!found) {
    return text;
  }
  if (found.syntax === 'json') {
    return writtenInto(text, found.fields);
  }
  const document = parseYaml(text);
  for (const [key, value] of Object.entries(found.fields)) {
    document.set(key, value);
  }
  return document.toString({ lineWidth: 0 });
}
