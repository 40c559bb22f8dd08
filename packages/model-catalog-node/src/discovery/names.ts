import { OPERATOR_NAMESPACES } from './types';

/** A Service that wants a name. */
export type Nameless = {
  namespace: string;
  service: string;
  /** As the API writes it, to the second. */
  createdAt?: string;
};

/** Key of a Service; neither part can hold a slash. */
export const keyOf = ({ namespace, service }: Nameless) =>
  `${namespace}/${service}`;

/** What names were given before. */
export type Given = {
  /** In this life, by key. */
  names: ReadonlyMap<string, string>;
  /** In any life. */
  known: ReadonlySet<string>;
};

/**
 * Names Services so that none collides and no arrival renames another.
 *
 * | namespace | before | name |
 * |---|---|---|
 * | any | has a name | that one |
 * | not an operator's own default | - | `<namespace>.<service>` |
 * | an operator's default | known by its long name from an earlier life | `<namespace>.<service>` |
 * | an operator's default | the short name is another's | `<namespace>.<service>` |
 * | an operator's default | the short name is free | `<service>`: the oldest Service takes it, of equally old ones the first in {@link OPERATOR_NAMESPACES} |
 *
 * The name of a Service holds no dot, so a long name is never a short one.
 */
export function assignNames(
  services: readonly Nameless[],
  { names: before, known }: Given,
): Map<string, string> {
  const names = new Map<string, string>();
  for (const service of services) {
    const name = before.get(keyOf(service));
    if (name !== undefined) {
      names.set(keyOf(service), name);
    }
  }
  // Also those that are away for now keep theirs.
  const taken = new Set(before.values());
  const rank = ({ namespace }: Nameless) =>
    OPERATOR_NAMESPACES.indexOf(namespace);
  const fresh = services
    .filter(service => !names.has(keyOf(service)))
    .sort(
      (a, b) =>
        (a.createdAt ?? '').localeCompare(b.createdAt ?? '') ||
        rank(a) - rank(b) ||
        keyOf(a).localeCompare(keyOf(b)),
    );
  for (const one of fresh) {
    const long = `${one.namespace}.${one.service}`;
    const isShort =
      rank(one) >= 0 && !known.has(long) && !taken.has(one.service);
    const name = isShort ? one.service : long;
    names.set(keyOf(one), name);
    taken.add(name);
  }
  return names;
}
