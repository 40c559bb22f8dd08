import { isEntityName } from './entityName';

const REF = /^(?:([^:/]+):)?(?:([^:/]+)\/)?([^:/]+)$/;
const NAMESPACE = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

/** The name in an entity reference: `team-a` of `group:default/team-a`. */
export function nameOfRef(ref: string): string {
  return ref.slice(Math.max(ref.lastIndexOf(':'), ref.lastIndexOf('/')) + 1);
}

/**
 * Reads an owner as people write it.
 *
 * | written | reference |
 * |---|---|
 * | `alice` | `user:default/alice` |
 * | `alice@corp.com` | `user:default/alice` |
 * | `group:team-a`, `Group:default/team-a` | `group:default/team-a` |
 * | anything else (`kube:admin`, `a b`) | `undefined` |
 */
export function parseOwner(written: string): string | undefined {
  const trimmed = written.trim();
  const withoutDomain = trimmed.replace(/^([^@\s]+)@[^@\s]+$/, '$1');
  const match = REF.exec(withoutDomain);
  if (!match) {
    return undefined;
  }
  const [, kind = 'user', namespace = 'default', name = ''] = match;
  const lowerKind = kind.toLowerCase();
  if (lowerKind !== 'user' && lowerKind !== 'group') {
    return undefined;
  }
  return isEntityName(name) && NAMESPACE.test(namespace.toLowerCase())
    ? `${lowerKind}:${namespace}/${name}`
    : undefined;
}
