import type { KubernetesClient } from '../../../kubernetes';
import { configMapHarness } from '../../__testUtils__';
import type { BeforeWrite, Subject } from '../../__testUtils__/storeSubject';
import { SMALL, STATE, intercepted } from './helpers';

const LEASE = 'bac-import-model-lease';
const MAPS = [
  'bac-import-model',
  'bac-import-model-1',
  'bac-import-model-2',
  'bac-import-model-blob-0',
  LEASE,
  STATE,
];
/** How many things people do by hand. */
export const DEEDS = 3 * MAPS.length;
/** The number of one of them. */
export const DELETES_STATE = 3 * MAPS.indexOf(STATE);

/** A store in a namespace of its own, with faults at each write and what people do by hand. */
export async function createSubject(
  client: KubernetesClient,
  deleteMap: (namespace: string, name: string) => Promise<unknown>,
): Promise<Subject> {
  const harness = await configMapHarness(client, SMALL);
  let time = 0;
  const now = () => time;
  const valuesOf = async (name: string) =>
    (await harness.maps()).find(({ metadata }) => metadata.name === name);

  const deeds = MAPS.flatMap(name => [
    // It need not be there.
    () => deleteMap(harness.namespace, name).catch(() => {}),
    async () => {
      const map = await valuesOf(name);
      const [key] = Object.keys(map?.binaryData ?? {});
      if (map && key) {
        const binaryData = { ...map.binaryData, [key]: 'bm90aGluZw==' };
        await harness.put(name, { ...map, binaryData });
      }
    },
    async () => {
      const map = await valuesOf(name);
      if (map) {
        await harness.put(name, { data: { 'lease.json': '{' } });
      }
    },
  ]);
  const epochIn = (text: string | undefined): unknown => {
    try {
      return JSON.parse(text ?? '').epoch;
    } catch {
      return undefined;
    }
  };
  return {
    deeds,
    isForgotten: async () => {
      const state = epochIn((await valuesOf(STATE))?.data?.['state.json']);
      const lease = epochIn((await valuesOf(LEASE))?.data?.['lease.json']);
      return !state && !lease;
    },
    elapse: (ms: number) => {
      time += ms;
    },
    open: (before?: BeforeWrite) => {
      let writes = 0;
      const inner = harness.open({
        now,
        client: intercepted(client, () => {
          writes += 1;
          return before?.(writes) ?? Promise.resolve();
        }),
      });
      return {
        ...inner,
        apply: (...call: Parameters<typeof inner.apply>) => {
          writes = 0;
          return inner.apply(...call);
        },
      };
    },
  };
}
