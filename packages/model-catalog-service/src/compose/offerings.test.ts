import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createKubernetesClient,
  createMemoryStore,
  explicitKubernetesConfig,
  HttpError,
  type KubernetesClient,
  Pipeline,
  type Store,
} from '@model-catalog/node';
import { type Simulator, startSimulator } from '@model-catalog/rhoai-simulator';
import { z } from 'zod/v4';
import { normaliseOptions } from '../config/normaliseOptions';
import { serviceConfig } from '../config/serviceConfig';
import type { ConfigFile } from '../config/file/schema';
import { createSources } from './sources';

jest.setTimeout(90_000);

const Written = z.looseObject({ metadata: z.looseObject({}) });
type Body = { [key: string]: unknown };

/** Nothing but the cluster is read, and no server is asked. */
const FILE: ConfigFile = {
  discovery: { registries: false, catalogs: false },
  definitions: { discover: false },
};

const PATHS: Readonly<Record<string, string>> = {
  Namespace: '/api/v1/namespaces',
  InferenceService:
    '/apis/serving.kserve.io/v1beta1/namespaces/demo/inferenceservices',
  Backend: '/apis/capabilities.3scale.net/v1beta1/namespaces/3scale/backends',
  Product: '/apis/capabilities.3scale.net/v1beta1/namespaces/3scale/products',
};

const SYNCED = {
  providerAccountHost: 'https://maas-admin.apps.example.com',
  conditions: [{ type: 'Synced', status: 'True' }],
};

async function eventually<T>(look: () => T | undefined): Promise<T> {
  for (let tries = 0; tries < 1200; tries += 1) {
    const found = look();
    if (found !== undefined) {
      return found;
    }
    await sleep(25);
  }
  throw new Error('It did not come');
}

describe('a service that reads offerings', () => {
  let dir: string;
  let simulator: Simulator;
  let client: KubernetesClient;
  const ends: (() => Promise<unknown>)[] = [];

  async function open(threescale: boolean) {
    dir = mkdtempSync(join(tmpdir(), 'service-'));
    simulator = await startSimulator({ dir, threescale, controller: false });
    const { url: server, token, caPem } = simulator.kubernetes;
    client = createKubernetesClient(
      explicitKubernetesConfig({ server, token, caPem }),
    );
    await create('Namespace', 'demo', {});
    await create('InferenceService', 'granite', {
      spec: { predictor: { model: { modelFormat: { name: 'vLLM' } } } },
      status: {
        url: 'https://granite-demo.apps.example.com',
        conditions: [{ type: 'Ready', status: 'True' }],
      },
    });
    if (threescale) {
      await create('Namespace', '3scale', {});
    }
    simulator.counters.kubernetes.reset();
  }
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) {
      await end();
    }
    await client.close();
    await simulator.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  async function create(kind: string, name: string, { status, ...rest }: Body) {
    const path = PATHS[kind] ?? '';
    const body = { kind, metadata: { name }, ...rest };
    const made = await client.create(path, body, Written);
    if (status) {
      const whole = { ...made, status };
      await client.replace(`${path}/${name}/status`, whole, z.unknown());
    }
  }

  async function offer() {
    await create('Backend', 'granite', {
      spec: {
        name: 'granite',
        systemName: 'granite',
        privateBaseURL: 'http://granite-predictor.demo.svc:8080',
      },
      status: SYNCED,
    });
    await create('Product', 'granite', {
      spec: {
        name: 'Granite',
        systemName: 'granite',
        backendUsages: { granite: { path: '/' } },
        applicationPlans: { basic: { name: 'Basic', published: true } },
        mappingRules: [
          {
            httpMethod: 'POST',
            pattern: '/v1/chat/completions$',
            metricMethodRef: 'hits',
            increment: 1,
          },
        ],
      },
      status: { ...SYNCED, productId: 7 },
    });
  }

  /** A life of the service on a store; gives what it stored, and how to end it. */
  async function live(
    store: Store,
    {
      file = FILE,
      through = client,
    }: { file?: ConfigFile; through?: KubernetesClient } = {},
  ) {
    const config = serviceConfig({}, file);
    const before = await store.read();
    const stop = new AbortController();
    const delay = (ms: number, signal: AbortSignal) =>
      sleep(Math.min(ms, 500), undefined, { signal }).catch(() => undefined);
    const sources = createSources({
      config,
      environment: {},
      kubernetes: {
        client: through,
        config: explicitKubernetesConfig({ server: client.server }),
      },
      completed: new Set(before.completedSources),
      stored: before.records,
      context: { onChange: () => pipeline.wake(), now: Date.now, delay },
      onExchange: () => () => {},
    });
    const pipeline: Pipeline = new Pipeline(sources.current, store, {
      normalise: normaliseOptions(config),
      removals: { maxShare: 0.5, minCount: 5 },
      ...{ now: Date.now, delay },
    });
    const running = Promise.all([
      pipeline.run(stop.signal),
      ...sources.loops.map(loop => loop(stop.signal)),
    ]);
    const end = async () => {
      stop.abort();
      await running;
      await sources.close();
    };
    ends.push(end);
    const records = () =>
      pipeline.state().firstRunDone
        ? [...(pipeline.state().view?.records.values() ?? [])]
        : [];
    const server = () =>
      records().flatMap(({ record }) =>
        record.kind === 'server' ? [record] : [],
      )[0];
    return { end, records, server, pipeline };
  }

  it('stores the same as without, and asks for nothing but which kinds there are', async () => {
    await open(false);
    const asked = () =>
      Object.keys(simulator.counters.kubernetes.counts.patterns);
    const off = await live(createMemoryStore(), {
      file: { ...FILE, maas: { mode: 'off' } },
    });
    await eventually(off.server);
    await sleep(1000);
    await off.end();
    const without = asked();
    simulator.counters.kubernetes.reset();

    const on = await live(createMemoryStore());
    await eventually(on.server);
    await eventually(() => (asked().includes('GET /apis') ? true : undefined));
    await sleep(1000);
    expect(JSON.stringify(on.records())).toBe(JSON.stringify(off.records()));
    expect(on.pipeline.state().sources).toHaveLength(
      off.pipeline.state().sources.length,
    );
    expect(asked().filter(one => !without.includes(one))).toEqual([
      'GET /apis',
    ]);
  });

  it('shows an offering on its server, and its end', async () => {
    await open(true);
    const { server } = await live(createMemoryStore());
    await eventually(server);
    expect(server()?.offerings).toBeUndefined();
    await offer();
    const [offering] = await eventually(() => server()?.offerings);
    expect(offering).toMatchObject({
      systemName: 'granite',
      name: 'granite-gateway',
      isShownHere: true,
      match: { by: 'service-name' },
      definition: { digest: expect.any(String) },
    });
    const path = `${PATHS.Product}/granite`;
    const product = await client.get(path, Written);
    const spec = { ...Object(product.spec), backendUsages: {} };
    await client.replace(path, { ...product, spec }, z.unknown());
    await eventually(() =>
      server() && !server()?.offerings ? true : undefined,
    );
  });

  it('keeps what it knew while 3scale cannot be read, also after a restart', async () => {
    await open(true);
    await offer();
    const store = createMemoryStore();
    const first = await live(store);
    await eventually(() => first.server()?.offerings);
    const known = JSON.stringify(first.records());
    await first.end();
    const fails = async () => {
      throw new HttpError('away', {
        kind: 'status',
        method: 'GET',
        url: client.server,
        status: 503,
      });
    };
    const broken: KubernetesClient = {
      ...client,
      get: (path, schema, options) =>
        path === '/apis' || path.includes('3scale')
          ? fails()
          : client.get(path, schema, options),
    };
    const second = await live(store, { through: broken });
    await eventually(() =>
      second.pipeline
        .state()
        .sources.find(one => one.id === 'threescale' && one.state === 'failed'),
    );
    await sleep(500);
    expect(JSON.stringify(second.records())).toBe(known);
  });

  it('shows nothing more of it when it is switched off', async () => {
    await open(true);
    await offer();
    const store = createMemoryStore();
    const first = await live(store);
    await eventually(() => first.server()?.offerings);
    await first.end();
    const second = await live(store, {
      file: { ...FILE, maas: { mode: 'off' } },
    });
    await eventually(() =>
      second.server() && !second.server()?.offerings ? true : undefined,
    );
    expect(JSON.stringify(second.records())).not.toContain('gateway');
  });
});
