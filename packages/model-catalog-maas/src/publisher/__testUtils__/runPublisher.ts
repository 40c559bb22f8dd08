import { setTimeout as sleep } from 'node:timers/promises';
import type { Exchange } from '@model-catalog/node';
import { DEFAULT_PLANS } from '../../contract/plans';
import { Publisher } from '../Publisher';
import type { PublisherEvent, PublisherSettings } from '../types';
import { type ClusterAccess, clientOf, TEAM } from './ModelCluster';
import { TARGET } from './offerings';

export const SETTINGS: PublisherSettings = {
  namespaces: [TEAM],
  deletion: 'retain-but-hide',
  graceMs: 200,
  removal: { maxShare: 0.5, minCount: 5 },
  annotate: false,
  render: {
    targetNamespace: TARGET,
    clusterDomain: 'svc.cluster.local',
    authProfile: 'bearer',
    corsOrigins: ['*'],
  },
};

const delay = async (ms: number, signal: AbortSignal): Promise<void> => {
  await sleep(ms, undefined, { signal }).catch(() => {});
};

export type PublisherParts = Partial<PublisherSettings> & {
  isSure?: () => boolean;
  /** In a request's word, e.g. `PATCH`. */
  onExchange?: (exchange: Exchange) => void;
};

/** A publisher that works on a cluster, with what it wrote and logged. */
export function publisherOn(access: ClusterAccess, parts: PublisherParts = {}) {
  const { isSure, onExchange, ...settings } = parts;
  const exchanges: Exchange[] = [];
  const log: PublisherEvent[] = [];
  const client = clientOf(access, exchange => {
    exchanges.push(exchange);
    onExchange?.(exchange);
  });
  const publisher = new Publisher({
    client,
    settings: { ...SETTINGS, ...settings },
    readPlans: async () => ({ default: DEFAULT_PLANS }),
    instance: 'test',
    now: () => performance.timeOrigin + performance.now(),
    delay,
    isSure,
    log: event => log.push(event),
  });
  const stop = new AbortController();
  const writes = () => exchanges.filter(({ method }) => method !== 'GET');
  return {
    publisher,
    log,
    exchanges,
    writes,
    /** Paths under the target namespace that were written, as often as they were. */
    targetWrites: () =>
      writes()
        .map(({ url }) => new URL(url).pathname)
        .filter(path => path.includes(`/namespaces/${TARGET}/`)),
    run: () => {
      const running = publisher.run(stop.signal);
      return async () => {
        stop.abort();
        await running;
        await client.close();
      };
    },
    preview: async () => {
      const result = await publisher.preview(stop.signal);
      await client.close();
      return result;
    },
  };
}

/** Waits until something holds; looks every few milliseconds. */
export async function until<T>(
  look: () => Promise<T | undefined | false> | T | undefined | false,
  what: string,
  ms = 20_000,
): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) {
      return found;
    }
    if (performance.now() > end) {
      throw new Error(`Waited in vain for ${what}`);
    }
    await sleep(10);
  }
}
