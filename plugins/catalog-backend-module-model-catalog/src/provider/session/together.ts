import type { View } from './View';

/**
 * All records, in groups of a size. What relates to each other is in one group,
 * or nearly, so it is drafted once. In a group the servers come first:
 *
 * - An entity of a server says what its API and its models relate to, so the
 *   catalog writes each of them once when it comes to them later.
 * - A server and its model are apart. The catalog processes some entities at a
 *   time, and two that relate to each other can block one another in its
 *   database; one of them then fails, and what relates to it shows it late.
 */
export function together(
  view: Pick<View, 'keys' | 'get' | 'neighboursOf'>,
  size: number,
): string[] {
  const order = new Set<string>();
  for (const key of view.keys()) {
    if (!order.has(key)) {
      order.add(key);
      for (const neighbour of view.neighboursOf(key)) {
        if (view.get(neighbour)) {
          order.add(neighbour);
        }
      }
    }
  }
  const keys = [...order];
  const isServer = (key: string) => view.get(key)?.kind === 'server';
  return Array.from({ length: Math.ceil(keys.length / size) }, (_, group) =>
    keys.slice(group * size, (group + 1) * size),
  ).flatMap(group => [
    ...group.filter(isServer),
    ...group.filter(key => !isServer(key)),
  ]);
}
