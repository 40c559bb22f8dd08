import { request } from 'node:https';
import type { Simulator } from '@model-catalog/rhoai-simulator';
import { serverName } from './serverName';

/** Gives a server another address, as its controller would, through the Kubernetes API. */
export function changeServer(
  { kubernetes }: Simulator,
  { index, url }: { index: number; url: string },
): Promise<void> {
  const { url: base, caPem, token } = kubernetes;
  const path = `/apis/serving.kserve.io/v1beta1/namespaces/bench/inferenceservices/${serverName(
    index,
  )}/status`;
  return new Promise((resolve, reject) => {
    const patch = request(
      new URL(path, base),
      {
        method: 'PATCH',
        ca: caPem,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/merge-patch+json',
        },
      },
      answer => {
        answer.resume();
        answer.on('end', () =>
          answer.statusCode === 200
            ? resolve()
            : reject(new Error(`PATCH ${path} answered ${answer.statusCode}`)),
        );
      },
    );
    patch.on('error', reject);
    patch.end(JSON.stringify({ status: { url } }));
  });
}
