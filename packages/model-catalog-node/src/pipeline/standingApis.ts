import type { HoldOutcome } from '../plan/hold';
import type { InferenceServer, ServerApi } from '../sources/objects';

type Servers = readonly InferenceServer[];

/** Whether all that a server told is that it wants a token. */
function isReserved({ id: _id, wantsToken, ...more }: ServerApi): boolean {
  const told = Object.values(more).filter(value => value !== undefined);
  return wantsToken === true && told.length === 0;
}

function uidsOf(servers: Servers): Map<string, string | undefined> {
  return new Map(servers.map(({ id, uid }) => [id, uid]));
}

/**
 * What stands of what servers were found to be: who asks them knows of one life
 * only, and a server that wants a token by now told more in an earlier one.
 *
 * | the server | it told now | stands |
 * |---|---|---|
 * | the same | only that it wants a token | what was known, and that |
 * | the same | more | that alone |
 * | another of its name | anything | that alone |
 */
export function standingApis(
  known: { apis: readonly ServerApi[]; servers: Servers },
  servers: Servers,
) {
  return (outcome: HoldOutcome<ServerApi>): HoldOutcome<ServerApi> => {
    if (outcome.objects === known.apis || !outcome.objects.some(isReserved)) {
      return outcome;
    }
    const before = new Map(known.apis.map(api => [api.id, api]));
    const uids = [uidsOf(known.servers), uidsOf(servers)] as const;
    const objects = outcome.objects.map(api => {
      const stood = before.get(api.id);
      const isSame = uids[0].get(api.id) === uids[1].get(api.id);
      if (!stood || !isSame || !isReserved(api)) {
        return api;
      }
      return stood.wantsToken === true ? stood : { ...stood, ...api };
    });
    return { ...outcome, objects };
  };
}
