import type { Simulator } from '@model-catalog/rhoai-simulator';
import { z } from 'zod/v4';
import { askKubernetes } from './askKubernetes';

const PATH = '/api/v1/namespaces/rhdh/configmaps/bac-import-model-lease';

const Lease = z.object({ data: z.object({ 'lease.json': z.string() }) });
const Renewals = z.object({ renewals: z.number() });

/** How often the claim in the store was renewed; 0 while there is none. */
export async function readRenewals(simulator: Simulator): Promise<number> {
  const text = await askKubernetes(simulator, {
    method: 'GET',
    path: PATH,
  }).catch(() => undefined);
  if (text === undefined) {
    return 0;
  }
  const { data } = Lease.parse(JSON.parse(text));
  return Renewals.parse(JSON.parse(data['lease.json'])).renewals;
}
