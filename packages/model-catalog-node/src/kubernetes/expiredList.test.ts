import { delay } from '../http';
import { startTestServer } from '../http/__testUtils__/testServer';
import { createKubernetesClient } from './client';
import { explicitKubernetesConfig } from './config';
import { createReflector } from './reflector';
import { until } from './__testUtils__/testCluster';

/** A list that takes longer than the server keeps its version. */
describe('a list whose pages expire each time', () => {
  it('has failed, and heals', async () => {
    let isExpiring = true;
    const server = await startTestServer((request, response) => {
      if (request.url?.includes('watch=true')) {
        response.write('\n');
      } else if (isExpiring) {
        const gone = { kind: 'Status', code: 410, reason: 'Expired' };
        response.writeHead(410).end(JSON.stringify(gone));
      } else {
        const metadata = { resourceVersion: '9' };
        response.end(JSON.stringify({ metadata, items: [] }));
      }
    });
    const client = createKubernetesClient(
      explicitKubernetesConfig({ server: server.url }),
    );
    const stop = new AbortController();
    const reflector = createReflector<unknown>({
      client,
      path: '/apis/serving.kserve.io/v1beta1/inferenceservices',
      parse: raw => raw,
      now: Date.now,
      delay,
      onChange: () => {},
      settings: { backoff: { minMs: 5, maxMs: 20, resetAfterMs: 1_000 } },
    });
    const running = reflector.run(stop.signal);
    try {
      await until(() => server.requests.length > 8);
      expect(reflector.state().state).toBe('failed');
      isExpiring = false;
      await until(() => reflector.state().state === 'fresh');
    } finally {
      stop.abort();
      await running;
      await client.close();
      await server.close();
    }
  });
});
