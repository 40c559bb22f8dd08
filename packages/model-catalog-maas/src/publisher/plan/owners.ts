import { KEPT, MANAGER, OWNED } from '../../contract/labels';
import type { OwnedNames } from '../../contract/names';
import type { DesiredObject } from '../../contract/types';
import type { ThreescaleObject } from '../../threescale/objects';

/** The server that an object of ours was made for; `undefined` for those of others. */
export function serverOf({
  labels,
  annotations,
}: Pick<ThreescaleObject, 'labels' | 'annotations'>): string | undefined {
  return labels[OWNED.managedBy] === MANAGER
    ? annotations[KEPT.server]
    : undefined;
}

/** The objects of ours, by server. */
export function byServer(
  objects: readonly ThreescaleObject[],
): Map<string, ThreescaleObject[]> {
  const found = new Map<string, ThreescaleObject[]>();
  for (const object of objects) {
    const server = serverOf(object);
    if (server !== undefined) {
      found.set(server, [...(found.get(server) ?? []), object]);
    }
  }
  return found;
}

const textAt = (
  spec: Readonly<Record<string, unknown>> | undefined,
  field: string,
): string | undefined => {
  const value = spec?.[field];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** The name in 3scale, where it is said; the operator fills it in where it is not. */
export const systemNameOf = (
  object: Pick<DesiredObject | ThreescaleObject, 'spec'>,
): string | undefined => textAt(object.spec, 'systemName');

/**
 * Names that our objects have already, for the renderer: what has a name keeps
 * it. An adopted Product may be called otherwise than the rest, so the name is
 * that of the ActiveDoc where there is one.
 */
export function ownedNames(objects: readonly ThreescaleObject[]): OwnedNames[] {
  return [...byServer(objects)].flatMap(([server, own]) => {
    const product = own.find(({ kind }) => kind === 'Product');
    const doc = own.find(({ kind }) => kind === 'ActiveDoc');
    const systemName = product && systemNameOf(product);
    return product && systemName !== undefined
      ? [{ server, resource: (doc ?? product).name, systemName }]
      : [];
  });
}
