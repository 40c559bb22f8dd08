import { createHttpClient } from '../../../http';
import type { TestCluster } from '../../../kubernetes/__testUtils__/testCluster';

type Named = { metadata: { name: string; namespace?: string; uid?: string } };

/** What tests do to a cluster besides its InferenceServices. */
export function adminOf({ kubernetes }: TestCluster) {
  const { url, token, caPem } = kubernetes;
  const http = createHttpClient({
    tls: { caPem },
    authorize: async () => ({ authorization: `Bearer ${token}` }),
  });
  const send = async (
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
  ) => {
    const type =
      method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const answer = await http.request({
      method,
      url: `${url}${path}`,
      headers: { 'content-type': type },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return answer.body;
  };
  const llms = (version: string, namespace: string) =>
    `/apis/serving.kserve.io/${version}/namespaces/${namespace}/llminferenceservices`;
  return {
    send,
    createLlm: (object: Named, version = 'v1alpha2') =>
      send(
        'POST',
        llms(version, object.metadata.namespace ?? 'default'),
        object,
      ),
    patchLlmStatus: (name: string, status: unknown) =>
      send('PATCH', `${llms('v1alpha2', 'default')}/${name}/status`, {
        status,
      }),
    createService: (object: Named) =>
      send(
        'POST',
        `/api/v1/namespaces/${object.metadata.namespace ?? 'default'}/services`,
        object,
      ),
    close: () => http.close(),
  };
}

export type Admin = ReturnType<typeof adminOf>;
