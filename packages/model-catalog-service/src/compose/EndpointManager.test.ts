import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createHttpClient,
  type DiscoveredEndpoint,
  type DiscoveryView,
  type KubernetesClient,
  type SourceEvent,
} from '@model-catalog/node';
import { EndpointManager } from './EndpointManager';

const GRACE = 600_000;

const endpointOf = (...addresses: string[]): DiscoveredEndpoint => ({
  kind: 'model-registry',
  name: 'dev',
  namespace: 'rhoai-model-registries',
  service: 'dev',
  addresses,
});

const NO_CLUSTER: KubernetesClient = {
  server: 'https://127.0.0.1:9',
  get: async () => {
    throw new Error('no cluster');
  },
  create: async () => {
    throw new Error('no cluster');
  },
  replace: async () => {
    throw new Error('no cluster');
  },
  watch: async function* none() {},
  close: async () => {},
};

/** A manager whose clock and view a test sets by hand; its registries are out of reach. */
function createRig(completed: string[] = []) {
  const clock = { now: 1000 };
  const alarms: Array<{ due: number; ring: () => void }> = [];
  const events: SourceEvent[] = [];
  const state: { view?: DiscoveryView; changes: number } = { changes: 0 };
  const open = { clients: 0 };
  const stop = new AbortController();
  const manager = new EndpointManager({
    config: { pollIntervalMs: 60_000, checkIntervalMs: 1000 },
    access: {
      trusted: () => {
        const client = createHttpClient({ retry: { retries: 0 } });
        open.clients += 1;
        const close = async () => {
          open.clients -= 1;
          await client.close();
        };
        return { ...client, close };
      },
      anonymous: () => createHttpClient(),
    },
    client: NO_CLUSTER,
    plans: [
      { kind: 'model-registry', configured: [], discover: true },
      { kind: 'model-catalog', configured: [], discover: false },
    ],
    namespaces: ['rhoai-model-registries'],
    completed: new Set(completed),
    context: {
      now: () => clock.now,
      // Real pauses of sources never end by themselves; alarms ring by hand.
      delay: (ms, signal) =>
        new Promise(resolve => {
          alarms.push({ due: clock.now + ms, ring: resolve });
          signal.addEventListener('abort', () => resolve(), { once: true });
        }),
      onChange: () => {
        state.changes += 1;
      },
      log: event => events.push(event),
    },
    view: () => state.view,
    graceMs: GRACE,
  });
  const running = manager.run(stop.signal);
  return {
    manager,
    state,
    open,
    events,
    see: (...found: DiscoveredEndpoint[]) => {
      state.view = { found };
      manager.refresh();
      return manager.current()?.registries.map(({ source }) => source);
    },
    pass: async (ms: number) => {
      clock.now += ms;
      alarms.filter(({ due }) => due <= clock.now).forEach(one => one.ring());
      await sleep(0);
    },
    end: async () => {
      stop.abort();
      await running;
    },
  };
}

async function startServer(status: number, body: unknown) {
  const server = createServer((_, response) =>
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(JSON.stringify(body)),
  );
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

async function eventually(check: () => void): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      check();
      return;
    } catch (error) {
      if (tries === 200) {
        throw error;
      }
      await sleep(10);
    }
  }
}

const A = 'http://127.0.0.1:9';
const B = 'http://127.0.0.1:10';

describe('an endpoint manager', () => {
  it('knows of nothing before the cluster was asked', async () => {
    const { manager, end } = createRig();
    expect(manager.current()).toBeUndefined();
    await end();
    expect(manager.current()).toBeUndefined();
  });

  it('keeps the source of what stays, and tells nobody of no change', async () => {
    const { see, state, end } = createRig();
    const [first] = see(endpointOf(A, B)) ?? [];
    const { changes } = state;
    expect(see(endpointOf(A))).toEqual([first]);
    expect(state.changes).toBe(changes);
    await end();
  });

  it('reads anew where the best address is another one, and closes what it had', async () => {
    const { see, open, end } = createRig();
    const [first] = see(endpointOf(A)) ?? [];
    const [second] = see(endpointOf(B)) ?? [];
    expect(second).not.toBe(first);
    expect(second?.id).toBe('model-registry/dev');
    await end();
    expect(open.clients).toBe(0);
  });

  it('remembers of one that moves that it was read, be it in part', async () => {
    const of = (status: number, items: unknown[]) =>
      startServer(status, { items, size: items.length, nextPageToken: '' });
    const good = await of(200, [{ id: '1', name: 5 }]);
    const bad = await of(403, []);
    const { see, end } = createRig();
    const [first] = see(endpointOf(good.url)) ?? [];
    await eventually(() => expect(first?.current()?.state).toBe('partial'));
    const [second] = see(endpointOf(bad.url)) ?? [];
    await eventually(() => expect(second?.current()?.state).toBe('failed'));
    await end();
    good.close();
    bad.close();
  });

  it('waits ten minutes for one that is gone, then retires it', async () => {
    const { see, manager, pass, end } = createRig();
    see(endpointOf(A));
    const [waiting] = see() ?? [];
    expect(waiting?.current()).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('is gone since 1970-01-01T00:00:01'),
    });
    await pass(GRACE - 1);
    expect(manager.current()?.registries).toHaveLength(1);
    await pass(1);
    expect(manager.current()?.registries).toEqual([]);
    await end();
  });

  it('reads one again that is back in time', async () => {
    const { see, manager, pass, end } = createRig();
    see(endpointOf(A));
    see();
    await pass(GRACE - 1);
    see(endpointOf(A));
    await pass(GRACE);
    expect(manager.current()?.registries).toHaveLength(1);
    const [back] = manager.current()?.registries ?? [];
    expect(back?.source.current()?.message ?? '').not.toContain('is gone');
    await end();
  });

  it('waits for one of an earlier life for as long as it takes', async () => {
    const { see, manager, pass, end } = createRig(['model-registry/old']);
    see();
    await pass(100 * GRACE);
    expect(
      manager
        .current()
        ?.registries.map(({ name, source }) => [name, source.current()?.state]),
    ).toEqual([['old', 'failed']]);
    await end();
  });

  it('lets one that cannot be read as it is given hold up no other', async () => {
    const { see, events, end } = createRig();
    const bad = {
      ...endpointOf('nonsense:nonsense'),
      name: 'bad',
      service: 'bad',
    };
    const sources = see(bad, endpointOf(A));
    expect(sources?.map(({ id }) => id).sort()).toEqual([
      'model-registry/bad',
      'model-registry/dev',
    ]);
    expect(
      events
        .filter(({ level }) => level === 'warn')
        .map(({ source }) => source),
    ).toContain('model-registry/bad');
    await end();
  });
});
