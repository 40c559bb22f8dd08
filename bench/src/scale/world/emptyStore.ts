import type { Simulator } from '@model-catalog/rhoai-simulator';
import { z } from 'zod/v4';
import { askKubernetes } from './askKubernetes';

const List = z.object({
  items: z.array(z.object({ metadata: z.object({ name: z.string() }) })),
});

const PATH = '/api/v1/namespaces/rhdh/configmaps';

/** Deletes every ConfigMap of the bridge's namespace. */
export async function emptyStore(simulator: Simulator): Promise<void> {
  const text = await askKubernetes(simulator, {
    method: 'GET',
    path: PATH,
  }).catch(() => '{"items":[]}');
  for (const { metadata } of List.parse(JSON.parse(text)).items) {
    await askKubernetes(simulator, {
      method: 'DELETE',
      path: `${PATH}/${metadata.name}`,
    });
  }
}
