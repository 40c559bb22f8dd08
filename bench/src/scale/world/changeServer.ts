import type { Simulator } from '@model-catalog/rhoai-simulator';
import { askKubernetes } from './askKubernetes';
import { serverName } from './serverName';

/** Gives a server another address, as its controller would, through the Kubernetes API. */
export async function changeServer(
  simulator: Simulator,
  { index, url }: { index: number; url: string },
): Promise<void> {
  await askKubernetes(simulator, {
    method: 'PATCH',
    path: `/apis/serving.kserve.io/v1beta1/namespaces/bench/inferenceservices/${serverName(
      index,
    )}/status`,
    body: {
      type: 'application/merge-patch+json',
      text: JSON.stringify({ status: { url } }),
    },
  });
}
