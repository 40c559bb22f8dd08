const GROUP_PATH =
  /^(?:\/api\/v1|\/apis\/(?<group>[a-z0-9.-]+)\/v[a-z0-9]+)(?:\/namespaces\/(?<namespace>[a-z0-9-]+)(?=\/))?\/(?<resource>[a-z0-9-]+)(?:\/(?<name>[^/]+))?$/;

const READ = '"get", "list", "watch"';

/** Verbs of a request; a collection is always listed and watched together. */
function verbsFor(method: string, name: string | undefined): string {
  switch (method) {
    case 'POST':
      return '"create"';
    case 'PUT':
      return '"update"';
    case 'PATCH':
      return '"patch"';
    case 'DELETE':
      return '"delete"';
    default:
      return name === undefined ? READ : '"get"';
  }
}

/**
 * The rule that a request needs, as it is written in a Role; `undefined` when
 * it is not of a Kubernetes resource.
 *
 * | request | rule in |
 * |---|---|
 * | of one namespace | a Role there, or a ClusterRole |
 * | of all | a ClusterRole, bound by a ClusterRoleBinding |
 */
export function missingRule(method: string, url: string): string | undefined {
  if (!URL.canParse(url)) {
    return undefined;
  }
  const { pathname } = new URL(url);
  const parts = GROUP_PATH.exec(pathname)?.groups;
  if (parts?.resource === undefined) {
    return undefined;
  }
  const { group = '', namespace, resource, name } = parts;
  const where =
    namespace === undefined
      ? 'add to a ClusterRole'
      : `add to a ClusterRole, or to a Role in namespace ${namespace}`;
  return `${where}: apiGroups ["${group}"], resources ["${resource}"], verbs [${verbsFor(
    method,
    name,
  )}]`;
}
