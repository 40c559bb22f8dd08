import { keyOfVersion } from '../normalise/nameable';
import type { HoldOutcome } from '../plan/hold';
import type { RegistryObject } from '../sources/objects';

/** What there is once only in a registry, whatever its id. */
function slotOf(object: RegistryObject): string | undefined {
  return object.type === 'version'
    ? keyOfVersion(object)
    : object.serverUid && `deployment of ${object.serverUid}`;
}

/**
 * Leaves out what was not seen when the registry shows another in its place: it
 * gave all ids anew (its database was made again), and what had the old ids can
 * never be archived any more.
 *
 * | object | seen now | another of the same name (a record: of the same server) was seen | stands |
 * |---|---|---|---|
 * | any | yes | any | yes |
 * | any | there, not understood | any | yes |
 * | any | no | no | yes |
 * | any | no | yes | no |
 */
export function withoutSuperseded(
  outcome: HoldOutcome<RegistryObject>,
): HoldOutcome<RegistryObject> {
  const unseen = new Map(outcome.held.map(({ id, reason }) => [id, reason]));
  if (unseen.size === 0) {
    return outcome;
  }
  const taken = new Set<string | undefined>();
  for (const object of outcome.objects) {
    if (!unseen.has(object.id)) {
      taken.add(slotOf(object));
    }
  }
  taken.delete(undefined);
  const isSuperseded = (object: RegistryObject) =>
    unseen.has(object.id) &&
    unseen.get(object.id) !== 'unreadable' &&
    taken.has(slotOf(object));
  const gone = new Set(
    outcome.objects.filter(isSuperseded).map(({ id }) => id),
  );
  return gone.size === 0
    ? outcome
    : {
        ...outcome,
        objects: outcome.objects.filter(({ id }) => !gone.has(id)),
        held: outcome.held.filter(({ id }) => !gone.has(id)),
      };
}
