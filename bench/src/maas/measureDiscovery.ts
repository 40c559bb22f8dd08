import { setTimeout as sleep } from 'node:timers/promises';
import { createOfferings } from '@model-catalog/maas';
import {
  createKubernetesClient,
  explicitKubernetesConfig,
} from '@model-catalog/node';
import type { Simulator } from '@model-catalog/rhoai-simulator';
import type { DiscoveryPhase } from './types';

const LOOK_MS = 10;
const PATIENCE_MS = 120_000;

/** Reads the offerings as the bridge does, from the operator's objects. */
export async function measureDiscovery(
  { kubernetes, services }: Simulator,
  models: number,
): Promise<DiscoveryPhase> {
  const { counter } = services.kubernetes;
  const { url, caPem, token } = kubernetes;
  const client = createKubernetesClient(
    explicitKubernetesConfig({ server: url, token, caPem }),
  );
  const stop = new AbortController();
  counter.reset();
  const since = performance.now();
  const { sources } = createOfferings({
    client,
    contextOf: () => ({
      onChange: () => {},
      now: Date.now,
      delay: async (ms, signal) => {
        await sleep(ms, undefined, { signal }).catch(() => {});
      },
    }),
  });
  const running = Promise.all(sources.map(source => source.run(stop.signal)));
  const offerings = () =>
    sources
      .map(source => source.current())
      .reduce(
        (count, result) =>
          count + (result && 'objects' in result ? result.objects.length : 0),
        0,
      );
  try {
    while (offerings() < models) {
      if (performance.now() - since > PATIENCE_MS) {
        throw new Error(
          `Discovery shows ${offerings()} of ${models} offerings after two minutes`,
        );
      }
      await sleep(LOOK_MS);
    }
    const { requests, bytesOut } = counter.counts;
    return {
      seconds: (performance.now() - since) / 1000,
      requests,
      bytesReceived: bytesOut,
      offerings: offerings(),
    };
  } finally {
    stop.abort();
    await running;
    await client.close();
  }
}
