/**
 * The base URL of a REST API as people and annotations write it.
 *
 * | written | base |
 * |---|---|
 * | `https://host` | `https://host/api/<api>/<version>` |
 * | `host:443/` (the operator's annotation) | `https://host/api/<api>/<version>` |
 * | `https://gateway/model-registry/dev` | `https://gateway/model-registry/dev/api/<api>/<version>` |
 * | `https://host/api/<api>/v1/` | `https://host/api/<api>/v1` |
 *
 * Throws when it is no http(s) URL or holds a user or a password: such a URL
 * would end up in messages.
 */
export function apiBaseUrl(
  written: string,
  api: string,
  defaultVersion: string,
): string {
  const text = written.trim();
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text)
    ? text
    : `https://${text}`;
  if (text === '' || !URL.canParse(withScheme)) {
    throw new Error(
      `"${text.slice(0, 200)}" is no URL; write it as https://<host>[/<path>]`,
    );
  }
  const url = new URL(withScheme);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new Error(
      `The URL of ${url.host} has the scheme ${url.protocol} - only https and http can be read`,
    );
  }
  if (url.username || url.password) {
    throw new Error(
      `The URL of ${url.host} holds a user or a password; remove it and give a token instead`,
    );
  }
  const marker = `/api/${api}`;
  const path = url.pathname.replace(/\/+$/, '');
  const at = `${path}/`.indexOf(`${marker}/`);
  const prefix = at < 0 ? path : path.slice(0, at);
  const version = at < 0 ? '' : path.slice(at + marker.length + 1);
  return `${url.origin}${prefix}${marker}/${
    version.split('/')[0] || defaultVersion
  }`;
}
