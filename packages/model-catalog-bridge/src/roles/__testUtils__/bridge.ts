import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createHttpClient } from '@model-catalog/node';
import {
  type AccessRule,
  generateWorld,
  type Simulator,
  startSimulator,
} from '@model-catalog/rhoai-simulator';
import pino from 'pino';
import { readConfig } from '../../config/config';
import { startAll } from '../all';

const DEADLINE_MS = 10_000;

/** Asks again until `check` no longer throws. */
export async function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  const end = Date.now() + DEADLINE_MS;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) {
        throw error;
      }
      await sleep(25);
    }
  }
}

const READ = ['get', 'list', 'watch'];

/** The ClusterRole and the Role that the documentation asks for, and nothing else. */
export const DOCUMENTED_ROLE: readonly AccessRule[] = [
  {
    apiGroups: ['apiextensions.k8s.io'],
    resources: ['customresourcedefinitions'],
    verbs: ['get'],
  },
  { apiGroups: ['route.openshift.io'], resources: ['routes'], verbs: READ },
  {
    apiGroups: [''],
    resources: ['serviceaccounts', 'services'],
    verbs: READ,
  },
  {
    apiGroups: ['serving.kserve.io'],
    resources: ['inferenceservices'],
    verbs: READ,
  },
  {
    apiGroups: [''],
    resources: ['configmaps'],
    verbs: [...READ, 'create', 'update', 'patch'],
    namespaces: ['rhdh'],
  },
];

/** The token of the connector's service account in tests. */
export const TOKEN = 'connector-token';

/** What the connector's containers are given by envFrom. */
export const environmentOf = ({ kubernetes }: Simulator) => ({
  KUBERNETES_SERVICE_HOST: new URL(kubernetes.url).hostname,
  KUBERNETES_SERVICE_PORT: new URL(kubernetes.url).port,
  token: TOKEN,
  'ca.crt': kubernetes.caPem,
});

/** A Service as the operators make them. */
export const serviceOf = (
  name: string,
  component: string,
  address?: string,
) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {
    name,
    labels: {
      component,
      'app.kubernetes.io/managed-by': 'model-registry-operator',
    },
    annotations: address
      ? { 'routing.opendatahub.io/external-address-rest': address }
      : {},
  },
  spec: { ports: [{ name: 'https-api', port: 8443 }] },
});

type LogLine = {
  level: string;
  msg: string;
  source?: string;
  error?: string;
  object?: string;
};

/** A simulator, and bridges on it whose logs and records can be looked at. */
export async function createRig() {
  const dir = await mkdtemp(join(tmpdir(), 'bridge-'));
  const stop = new AbortController();
  const ends: Array<() => Promise<unknown>> = [];

  const cluster = async (
    options: Omit<Parameters<typeof startSimulator>[0], 'dir'> = {},
  ): Promise<Simulator> => {
    const simulator = await startSimulator({ dir, ...options });
    ends.push(() => simulator.stop());
    return simulator;
  };

  /** One with a little of everything, where the connector has the documented rights and no more. */
  const documented = async (): Promise<Simulator> => {
    const simulator = await cluster({
      proxied: true,
      users: [{ token: TOKEN, user: 'connector', rules: DOCUMENTED_ROLE }],
    });
    generateWorld(simulator, { models: 2, versions: 1, cards: 1, deployed: 1 });
    return simulator;
  };

  /** Requests as the cluster's admin. */
  const adminOf = ({ kubernetes }: Simulator) => {
    const http = createHttpClient({
      tls: { caPem: kubernetes.caPem },
      authorize: async () => ({ authorization: `Bearer ${kubernetes.token}` }),
    });
    ends.unshift(() => http.close());
    const send = (
      method: 'POST' | 'DELETE' | 'PATCH',
      path: string,
      body?: unknown,
    ) =>
      http.request({
        method,
        url: `${kubernetes.url}${path}`,
        headers: {
          'content-type':
            method === 'PATCH'
              ? 'application/merge-patch+json'
              : 'application/json',
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
    return { send, http };
  };

  const bridge = async (
    environment: Record<string, string>,
    role: typeof startAll = startAll,
  ) => {
    const log: LogLine[] = [];
    const logger = pino(
      {
        base: undefined,
        formatters: { level: (label: string) => ({ level: label }) },
      },
      { write: (line: string) => log.push(JSON.parse(line)) },
    );
    const life = new AbortController();
    const config = readConfig({
      NAMESPACE: 'rhdh',
      LOCATION_ADDRESS: '127.0.0.1:0',
      METRICS_ADDRESS: '127.0.0.1:0',
      CHECK_INTERVAL: '100ms',
      ...environment,
    });
    const started = await role({
      config,
      environment: { NAMESPACE: 'rhdh', ...environment },
      logger,
      signal: AbortSignal.any([stop.signal, life.signal]),
    });
    const end = async () => {
      life.abort();
      await started.done;
    };
    ends.unshift(end);
    const get = async (port: number | undefined, path: string) => {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`);
      return { status: answer.status, text: await answer.text() };
    };
    return {
      log,
      end,
      ports: started.ports,
      /** Without those about single objects, which are the world's. */
      warnings: () =>
        log
          .filter(({ object }) => object === undefined)
          .filter(({ level }) => level === 'warn' || level === 'error')
          .map(({ msg }) => msg),
      infos: () =>
        log.filter(({ level }) => level === 'info').map(({ msg }) => msg),
      /** Keys of the records. */
      records: async (): Promise<string[]> => {
        const { text } = await get(started.ports.location, '/api/v1/records');
        const { records = [] }: { records?: { key: string }[] } =
          JSON.parse(text);
        return records.map(({ key }) => key);
      },
      /** States of the sources by id, once the first run is over. */
      sources: async (): Promise<Record<string, string>> => {
        const { status, text } = await get(started.ports.metrics, '/readyz');
        if (status !== 200) {
          throw new Error(text);
        }
        const { sources }: { sources: { id: string; state: string }[] } =
          JSON.parse(text);
        return Object.fromEntries(sources.map(({ id, state }) => [id, state]));
      },
      readyz: async () => (await get(started.ports.metrics, '/readyz')).text,
    };
  };

  return {
    dir,
    cluster,
    documented,
    adminOf,
    bridge,
    close: async () => {
      for (const end of ends) {
        await end();
      }
      await rm(dir, { recursive: true });
    },
  };
}
