import { isHttpError, type KubernetesClient } from '@model-catalog/node';
import { z } from 'zod/v4';

const GroupList = z.object({
  groups: z.array(z.object({ name: z.string() })),
});

/** What the cluster said of a group of kinds. */
export type GroupState = 'served' | 'absent' | 'unknown';

/** Tells which groups of kinds a cluster serves: one request for all who ask. */
export type Groups = {
  of(group: string, signal: AbortSignal): Promise<GroupState>;
};

const FRESH_MS = 30_000;

/**
 * | `GET /apis` | a group is |
 * |---|---|
 * | 200, it is in the list | served |
 * | 200, it is not; 404 | absent |
 * | 401, 403: discovery is not allowed | served, as far as anybody knows: its lists tell the rest |
 * | anything else | unknown |
 */
export function createGroups(
  client: Pick<KubernetesClient, 'get'>,
  now: () => number,
): Groups {
  let asked: { at: number; answer: Promise<(g: string) => GroupState> };
  const ask = async (signal: AbortSignal) => {
    try {
      const { groups } = await client.get('/apis', GroupList, { signal });
      const names = new Set(groups.map(({ name }) => name));
      return (group: string): GroupState =>
        names.has(group) ? 'served' : 'absent';
    } catch (error) {
      const isRefused = isHttpError(error, 401) || isHttpError(error, 403);
      if (isRefused || isHttpError(error, 404)) {
        return (): GroupState => (isRefused ? 'served' : 'absent');
      }
      return (): GroupState => 'unknown';
    }
  };
  return {
    of: async (group, signal) => {
      if (!asked || now() - asked.at > FRESH_MS) {
        asked = { at: now(), answer: ask(signal) };
      }
      return (await asked.answer)(group);
    },
  };
}
