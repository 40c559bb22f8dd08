import type {
  PublishableServer,
  RenderedOffering,
  RenderSettings,
} from '../contract/types';
import type { OwnedNames } from '../contract/names';
import { readAsked } from '../contract/asked';
import { serverKey } from '../contract/serverKey';

/**
 * What each server whose label asks for it becomes, in the order of their
 * keys. Servers that do not ask are not in it. Pure: the same input gives the
 * same objects, byte for byte.
 *
 * @param owned - names that objects of the publisher have already: they stay.
 */
export function renderOfferings(
  servers: readonly PublishableServer[],
  settings: RenderSettings,
  owned: readonly OwnedNames[] = [],
): RenderedOffering[] {
  const known = new Map(owned.map(one => [one.server, one]));
  return servers
    .filter(server => readAsked(server).asked.publish)
    .map(server => ({
      server: serverKey(server),
      systemName: known.get(serverKey(server))?.systemName ?? server.name,
      objects: [],
      problems: [
        {
          field: 'metadata',
          message: `is not made for ${settings.targetNamespace} yet`,
          severity: 'error',
        },
      ],
    }));
}
