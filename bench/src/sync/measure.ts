import { freePort } from '@model-catalog/rhoai-simulator';
import { baselineRssMb, startBridge } from './bridgeProcess';
import { changedVersion, firstSync, quietMinute, type Run } from './phases';
import { createReader } from './reader';
import { startTarget, type SyncOptions } from './target';
import type { Phase, SyncResult } from './types';

/** Changes that are made one after the other. */
const CHANGES = 3;

export type MeasureInput = SyncOptions & {
  /** The bridge's bundle. */
  bundle: string;
  progress: (text: string) => void;
};

async function measureRun(
  run: Run,
  { models, versions, deployed, progress }: MeasureInput,
) {
  const expected = models * versions + deployed;
  progress(`Waiting for ${expected} records`);
  const full = await firstSync(run, expected);
  const rssAfterFullMb = await run.bridge.peakRssMb();
  progress('A quiet minute');
  const { phase: quiet, most } = await quietMinute(run);
  progress('Changing one version, several times');
  const changes: Phase[] = [];
  while (changes.length < CHANGES) {
    changes.push(await changedVersion(run));
  }
  changes.sort((a, b) => a.requests - b.requests);
  const changed = changes[Math.floor(CHANGES / 2)] ?? full;
  return {
    full,
    quiet,
    quietCheckRequests: most,
    changed,
    changedRequests: Math.max(...changes.map(({ requests }) => requests)),
    changedSeconds: Math.max(...changes.map(({ seconds }) => seconds)),
    rssAfterFullMb,
  };
}

/** Measures the bridge as one process, with its default intervals, on a world of the given size. */
export async function measureSync(input: MeasureInput): Promise<SyncResult> {
  const { models, versions, bundle, progress } = input;
  progress(`Making a world of ${models} models x ${versions} versions`);
  const target = await startTarget(input);
  const ports = { location: await freePort(), metrics: await freePort() };
  target.meter.reset();
  const bridge = startBridge({
    bundle,
    role: 'all',
    dir: target.dir,
    environment: {
      KUBECONFIG: target.kubeconfig,
      NAMESPACE: 'rhdh',
      MR_ROUTE: `bench=${target.registryUrl}`,
      CATALOG_URL: target.catalogUrl,
      STORAGE_TYPE: 'ConfigMap',
      LOCATION_ADDRESS: `127.0.0.1:${ports.location}`,
      METRICS_ADDRESS: `127.0.0.1:${ports.metrics}`,
    },
  });
  const run = { target, bridge, reader: createReader(ports) };
  try {
    const phases = await measureRun(run, input);
    const rssMb = await bridge.peakRssMb();
    return {
      models,
      versions,
      ...phases,
      rssMb,
      baselineRssMb: await baselineRssMb(bundle, target.dir),
    };
  } finally {
    await bridge.stop();
    await target.stop();
  }
}
