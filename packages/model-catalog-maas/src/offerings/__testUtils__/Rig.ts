import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Offering } from '@model-catalog/common';
import {
  createKubernetesClient,
  explicitKubernetesConfig,
  type KubernetesClient,
  type Source,
  type SourceEvent,
} from '@model-catalog/node';
import {
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from '@model-catalog/rhoai-simulator';
import { z } from 'zod/v4';
import { createOfferings, type OfferingsOptions } from '../createOfferings';

const Written = z.looseObject({
  metadata: z.looseObject({ resourceVersion: z.string() }),
});

export const ADMIN = 'maas-admin.apps.example.com';

type Body = { [key: string]: unknown };

const PLURALS: Readonly<Record<string, string>> = {
  Product: 'products',
  Backend: 'backends',
  ActiveDoc: 'activedocs',
};

/** A cluster, and what reads its offerings; the pauses of the loops are short. */
export class Rig {
  readonly events: SourceEvent[] = [];
  changes = 0;
  private readonly clients: KubernetesClient[] = [];
  private readonly stopping = new AbortController();
  private running: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly simulator: Simulator,
    private readonly dir: string,
    readonly client: KubernetesClient,
  ) {}

  static async start(options: Partial<SimulatorOptions> = {}): Promise<Rig> {
    const dir = mkdtempSync(join(tmpdir(), 'offerings-'));
    const simulator = await startSimulator({
      dir,
      threescale: true,
      ...options,
    });
    const { url, caPem, token } = simulator.kubernetes;
    const client = createKubernetesClient(
      explicitKubernetesConfig({ server: url, token, caPem }),
    );
    for (const name of options.threescale === false ? [] : ['demo', '3scale']) {
      const namespace = {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name },
      };
      await client.create('/api/v1/namespaces', namespace, z.unknown());
    }
    simulator.counters.kubernetes.reset();
    return new Rig(simulator, dir, client);
  }

  /** A client of somebody else. */
  clientOf(token: string): KubernetesClient {
    const { url, caPem } = this.simulator.kubernetes;
    const client = createKubernetesClient(
      explicitKubernetesConfig({ server: url, token, caPem }),
    );
    this.clients.push(client);
    return client;
  }

  /** What was asked of the cluster, without numbers. */
  asked(): string[] {
    return Object.keys(this.simulator.counters.kubernetes.counts.patterns);
  }

  /** Starts to read; gives the sources. */
  read(
    more: Partial<OfferingsOptions> = {},
    { wasComplete = false } = {},
  ): readonly Source<Offering>[] {
    const offerings = createOfferings({
      client: this.client,
      contextOf: () => ({
        wasComplete,
        now: () => Date.now(),
        delay: (ms, signal) =>
          sleep(Math.min(ms, 200), undefined, { signal }).catch(
            () => undefined,
          ),
        onChange: () => {
          this.changes += 1;
        },
        log: event => this.events.push(event),
      }),
      ...more,
    });
    const { signal } = this.stopping;
    this.running = Promise.all(
      offerings.sources.map(source => source.run(signal)),
    );
    return offerings.sources;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    for (const client of [this.client, ...this.clients]) {
      await client.close();
    }
    await this.simulator.stop();
    rmSync(this.dir, { recursive: true, force: true });
  }

  /** Creates an object of 3scale's operator, with the status that it would write. */
  async threescale(
    kind: string,
    name: string,
    {
      spec,
      status,
      metadata = {},
    }: { spec: Body; status?: Body; metadata?: Body },
  ): Promise<void> {
    const base = `/apis/capabilities.3scale.net/v1beta1/namespaces/3scale/${PLURALS[kind]}`;
    const made = await this.client.create(
      base,
      {
        apiVersion: 'capabilities.3scale.net/v1beta1',
        kind,
        metadata: { name, namespace: '3scale', ...metadata },
        spec,
      },
      Written,
    );
    if (status) {
      const path = `${base}/${name}/status`;
      await this.client.replace(path, { ...made, status }, z.unknown());
    }
  }

  /** A Backend and a Product `name` for a URL, taken over by the operator. */
  async offer(
    name: string,
    privateBaseURL: string,
    more: {
      spec?: Body;
      metadata?: Body;
      productId?: number;
      host?: string;
    } = {},
  ): Promise<void> {
    const { spec = {}, metadata, productId = 7 } = more;
    const { host = `https://${ADMIN}` } = more;
    const synced = {
      providerAccountHost: host,
      conditions: [{ type: 'Synced', status: 'True' }],
    };
    await this.threescale('Backend', name, {
      spec: { name, systemName: name, privateBaseURL },
      status: { ...synced, backendId: 1 },
      metadata,
    });
    await this.threescale('Product', name, {
      spec: {
        name: `The ${name}`,
        systemName: name,
        deployment: {
          apicastHosted: {
            authentication: {
              userkey: {
                authUserKey: 'Authorization',
                credentials: 'authorization',
              },
            },
          },
        },
        backendUsages: { [name]: { path: '/' } },
        applicationPlans: {
          standard: { name: 'Standard Plan', published: true },
        },
        mappingRules: [
          {
            httpMethod: 'POST',
            pattern: '/v1/chat/completions$',
            metricMethodRef: 'hits',
            increment: 1,
          },
        ],
        ...spec,
      },
      status: { ...synced, productId },
      metadata,
    });
  }
}

/** Waits until a check passes. */
export async function eventually(check: () => void): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      check();
      return;
    } catch (error) {
      if (tries === 600) {
        throw error;
      }
      await sleep(25);
    }
  }
}
