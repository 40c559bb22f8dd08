import { findType, type ResourceType } from './resources';
import { groupResource } from './status';

/** The resource that a URL path names. */
export interface ResourcePath {
  readonly type: ResourceType;
  readonly version: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
}

/**
 * Reads `/api/v1/...` and `/apis/<group>/<version>/...`; undefined when the
 * path names no resource that the simulator knows in that version.
 */
export function parseResourcePath(path: string): ResourcePath | undefined {
  const segments = decodedSegments(path);
  const base = groupVersion(segments);
  if (!base) {
    return undefined;
  }
  const { namespace, rest } = scopeOf(base.rest, base.group === '');
  const [plural = '', name, subresource, ...more] = rest;
  const type = findType(base.group, plural);
  if (!type?.versions.includes(base.version) || more.length > 0) {
    return undefined;
  }
  const found = { type, version: base.version, namespace, name, subresource };
  return isAddressable(found) ? found : undefined;
}

function decodedSegments(path: string): string[] {
  try {
    return path.split('/').slice(1).map(decodeURIComponent);
  } catch {
    return [];
  }
}

interface GroupVersionPath {
  readonly group: string;
  readonly version: string;
  readonly rest: readonly string[];
}

function groupVersion(
  segments: readonly string[],
): GroupVersionPath | undefined {
  const [root, first = '', second = '', ...more] = segments;
  if (root === 'api') {
    return { group: '', version: first, rest: segments.slice(2) };
  }
  return root === 'apis'
    ? { group: first, version: second, rest: more }
    : undefined;
}

/** `namespaces/x` alone is the Namespace itself, with more behind it a scope. */
function scopeOf(
  rest: readonly string[],
  core: boolean,
): { readonly namespace?: string; readonly rest: readonly string[] } {
  const [first, namespace, third] = rest;
  const scoped =
    first === 'namespaces' &&
    third !== undefined &&
    !(core && ['status', 'finalize'].includes(third));
  return scoped ? { namespace, rest: rest.slice(2) } : { rest };
}

/** A namespaced object needs its namespace, others must have none. */
function isAddressable(path: ResourcePath): boolean {
  const { type, namespace, name, subresource } = path;
  const placed = type.namespaced
    ? name === undefined || namespace !== undefined
    : namespace === undefined;
  // Any subresource of a custom object parses: its handler says that the object has none of the name.
  const known =
    subresource === undefined ||
    type.custom ||
    (subresource === 'status' && type.status);
  return placed && known && name !== '';
}

/** Method and path with names replaced, for counting: one pattern per kind of request. */
export function requestPattern(method: string, target: string): string {
  const url = new URL(target, 'https://localhost');
  const resource = parseResourcePath(url.pathname);
  if (!resource) {
    return `${method} ${url.pathname}`;
  }
  const watching = ['true', '1'].includes(url.searchParams.get('watch') ?? '');
  const parts = [
    resource.namespace ? 'namespaces/:namespace/' : '',
    groupResource(resource.type),
    resource.name ? '/:name' : '',
    resource.subresource ? `/${resource.subresource}` : '',
    watching ? '?watch' : '',
  ];
  return `${method} ${parts.join('')}`;
}
