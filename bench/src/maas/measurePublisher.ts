import {
  freePort,
  type ServiceCounts,
  type Simulator,
} from '@model-catalog/rhoai-simulator';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { z } from 'zod/v4';
import { startBridge } from '../sync/bridgeProcess';
import { MODELS, TARGET } from './models';
import type { MaasPhase } from './types';

const ROLE = 'maas-publisher';
const LOOK_MS = 25;
const PATIENCE_MS = 10 * 60_000;

const Readyz = z.object({
  status: z.string(),
  offerings: z.record(z.string(), z.number()),
});

/** Objects of 3scale, and the Secrets of their definitions. */
const OF_3SCALE = /(capabilities\.3scale\.net|secrets)\/:name$/;

const isWrite = (pattern: string) => !pattern.startsWith('GET ');

function countsOf({ patterns, ...all }: ServiceCounts) {
  const sum = (of: (pattern: string) => boolean) =>
    Object.entries(patterns)
      .filter(([pattern]) => of(pattern))
      .reduce((total, [, { requests }]) => total + requests, 0);
  const writes = sum(text => isWrite(text) && OF_3SCALE.test(text));
  return {
    requests: all.requests,
    writes,
    otherWrites: sum(isWrite) - writes,
    bytesReceived: all.bytesOut,
    bytesSent: all.bytesIn,
  };
}

async function offeringsAt(port: number): Promise<number> {
  try {
    const { body } = await request(`http://127.0.0.1:${port}/readyz`);
    const { offerings, status } = Readyz.parse(await body.json());
    return status === 'starting'
      ? 0
      : (offerings.Pending ?? 0) + (offerings.Promoted ?? 0);
  } catch {
    // It does not listen yet.
    return 0;
  }
}

/** Starts the publisher, and waits until it has nothing to write for any model. */
export async function measurePublisher(
  { kubernetes, services }: Simulator,
  { models, bundle, dir }: { models: number; bundle: string; dir: string },
): Promise<MaasPhase> {
  const { counter } = services.kubernetes;
  const port = await freePort();
  counter.reset();
  const since = performance.now();
  const publisher = startBridge({
    ...{ bundle, dir, role: ROLE },
    environment: {
      KUBECONFIG: kubernetes.kubeconfig,
      MAAS_NAMESPACES: MODELS,
      MAAS_TARGET_NAMESPACE: TARGET,
      METRICS_ADDRESS: `127.0.0.1:${port}`,
      LOG_LEVEL: 'warn',
    },
  });
  try {
    while ((await offeringsAt(port)) < models) {
      if (publisher.ended() !== undefined) {
        throw new Error(`The publisher ended; see ${dir}/${ROLE}.log`);
      }
      if (performance.now() - since > PATIENCE_MS) {
        throw new Error('The publisher has not written all in ten minutes');
      }
      await sleep(LOOK_MS);
    }
    return {
      seconds: (performance.now() - since) / 1000,
      ...countsOf(counter.counts),
      cpuSeconds: await publisher.cpuSeconds(),
      peakRssMb: await publisher.peakRssMb(),
    };
  } finally {
    await publisher.stop();
  }
}
