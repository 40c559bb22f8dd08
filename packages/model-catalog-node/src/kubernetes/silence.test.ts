import type { ServerResponse } from 'node:http';
import { delay } from '../http';
import { startTestServer, TestServer } from '../http/__testUtils__/testServer';
import { until } from './__testUtils__/testCluster';
import { createKubernetesClient } from './client';
import { explicitKubernetesConfig } from './config';
import { createReflector } from './reflector';

const objectOf = (name: string, version: number) => ({
  metadata: { name, namespace: 'n', resourceVersion: String(version) },
});
const line = (type: string, object: unknown) =>
  `${JSON.stringify({ type, object })}\n`;

const BACKOFF = { minMs: 2, maxMs: 64, resetAfterMs: 1_000 };

describe('a watch on a server that misbehaves', () => {
  const open: Array<{ stop(): Promise<void> }> = [];

  afterEach(async () => {
    await Promise.all(open.splice(0).map(one => one.stop()));
  });

  /** Lists nothing at version 5; the n-th watch is answered by the n-th function, the last one stays. */
  async function start(
    ...watches: ((response: ServerResponse, query: URLSearchParams) => void)[]
  ) {
    let count = 0;
    const server: TestServer = await startTestServer((request, response) => {
      const { searchParams } = new URL(request.url ?? '', 'http://localhost');
      response.setHeader('content-type', 'application/json');
      if (!searchParams.has('watch')) {
        response.end('{"metadata":{"resourceVersion":"5"},"items":[]}');
        return;
      }
      const answer = watches[Math.min(count, watches.length - 1)];
      count += 1;
      response.flushHeaders();
      answer?.(response, searchParams);
    });
    const client = createKubernetesClient(
      explicitKubernetesConfig({ server: server.url }),
    );
    const controller = new AbortController();
    const states: string[] = [];
    const waits: number[] = [];
    const reflector = createReflector({
      client,
      path: '/things',
      parse: () => true,
      now: Date.now,
      // The shortest of each wait.
      random: () => 0,
      delay: (ms, signal) => {
        // The others are how long a view may be stale.
        if (ms <= BACKOFF.maxMs) {
          waits.push(ms);
        }
        return delay(ms, signal);
      },
      onChange: () => states.push(reflector.state().state),
      settings: {
        idleMs: 80,
        backoff: BACKOFF,
      },
    });
    const running = reflector.run(controller.signal);
    open.push({
      stop: async () => {
        controller.abort();
        await running;
        await client.close();
        await server.close();
      },
    });
    const lists = () =>
      server.requests.filter(request => !request.includes('watch')).length;
    const shows = (...names: string[]) =>
      until(() => [...reflector.objects().keys()].join() === names.join());
    return { reflector, states, waits, lists, shows, server };
  }

  it('leaves a silent one and goes on from its last version', async () => {
    const versions: (string | null)[] = [];
    const { shows, lists, states } = await start(
      (response, query) => {
        versions.push(query.get('resourceVersion'));
        response.write(line('ADDED', objectOf('a', 6)));
        response.write(line('BOOKMARK', objectOf('', 8)));
      },
      (response, query) => {
        versions.push(query.get('resourceVersion'));
        response.write(line('ADDED', objectOf('b', 9)));
      },
    );
    await shows('n/a', 'n/b');
    expect(versions.slice(0, 2)).toEqual(['5', '8']);
    expect(lists()).toBe(1);
    expect(new Set(states)).toEqual(new Set(['fresh']));
  });

  it.each([
    ['broken JSON', '{"type":\n'],
    ['an unknown event', line('NEWS', {})],
    ['an error of the server', line('ERROR', { kind: 'Status', code: 500 })],
  ])(
    'goes on after %s, and lists when it comes again and again',
    async (_, text) => {
      const bad = (response: ServerResponse) => response.end(text);
      const { shows, lists } = await start(bad, bad, bad, response => {
        response.write(line('ADDED', objectOf('a', 6)));
      });
      await shows('n/a');
      expect(lists()).toBe(2);
    },
  );

  it('does not storm a server that ends each watch at once', async () => {
    const { server, states, waits } = await start(response => response.end());
    await until(() => server.requests.length >= 10);
    expect(waits.length).toBeGreaterThanOrEqual(8);
    expect(new Set(states)).toEqual(new Set(['fresh']));
  });

  it('comes back soon after a cut, however often it had failed before the watch brought news', async () => {
    const cut = (response: ServerResponse) => response.destroy();
    const { shows, waits } = await start(
      cut,
      cut,
      response => {
        response.write(line('ADDED', objectOf('a', 6)), () =>
          response.destroy(),
        );
      },
      response => {
        response.write(line('ADDED', objectOf('b', 7)));
      },
    );
    await shows('n/a', 'n/b');
    expect(waits).toEqual([1, 2, 1]);
  });

  it('waits ever longer for a server that cuts each watch after what is known already', async () => {
    const { waits } = await start(response => {
      response.write(line('ADDED', objectOf('a', 6)), () => response.destroy());
    });
    await until(() => waits.length >= 6);
    // The first one brought news, so the second failure counts as the first.
    expect(waits.slice(0, 6)).toEqual([1, 2, 4, 8, 16, 32]);
  });

  it('asks for bookmarks and for an end within ten minutes', async () => {
    let asked = new URLSearchParams();
    await start((_, query) => {
      asked = query;
    });
    await until(() => asked.has('watch'));
    expect(asked.get('allowWatchBookmarks')).toBe('true');
    const seconds = Number(asked.get('timeoutSeconds'));
    expect(seconds).toBeGreaterThanOrEqual(300);
    expect(seconds).toBeLessThanOrEqual(600);
  });
});
