import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod/v4';
import {
  baselineRssMb,
  type BridgeProcess,
  startBridge,
} from './bridgeProcess';
import { startTarget, type SyncOptions, type Target } from './target';
import type { Phase, SyncResult } from './types';

/** One poll of each source in this time, and nothing else. */
const POLL_SECONDS = 5;
const DEADLINE_MS = 15 * 60_000;

export type MeasureInput = SyncOptions & {
  /** The bridge's bundle. */
  bundle: string;
  progress: (text: string) => void;
};

const Records = z.object({ records: z.array(z.unknown()) });

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise<void>(resolve => {
    server.close(() => resolve());
  });
  return port;
}

/** The text of the location service's answer; empty while it does not answer. */
async function recordsOf(location: string): Promise<string> {
  try {
    const response = await fetch(`${location}/api/v1/records`);
    return response.ok ? await response.text() : '';
  } catch {
    return '';
  }
}

function countIn(text: string): number {
  return text === '' ? 0 : Records.parse(JSON.parse(text)).records.length;
}

type Run = {
  target: Target;
  bridge: BridgeProcess;
  location: string;
};

async function until(
  { bridge }: Run,
  what: string,
  isDone: () => Promise<boolean>,
): Promise<number> {
  const started = performance.now();
  while (!(await isDone())) {
    if (bridge.ended() !== undefined) {
      throw new Error(`The bridge ended while waiting for ${what}`);
    }
    if (performance.now() - started > DEADLINE_MS) {
      throw new Error(`Gave up waiting for ${what}`);
    }
    await sleep(20);
  }
  return (performance.now() - started) / 1000;
}

/** Waits until no request has come for a while; less than the poll's pause. */
async function quietFor(run: Run, ms: number): Promise<void> {
  let seen = run.target.meter.requests();
  let since = performance.now();
  await until(run, 'silence', async () => {
    const requests = run.target.meter.requests();
    if (requests !== seen) {
      seen = requests;
      since = performance.now();
    }
    return performance.now() - since >= ms;
  });
}

/** One poll: from silence, over the first request, to silence again. */
async function quietPoll(run: Run): Promise<Phase> {
  const { meter } = run.target;
  await quietFor(run, 1000);
  meter.reset();
  await until(run, 'the next poll', async () => meter.requests() > 0);
  const started = performance.now();
  await until(run, 'both polls', async () => {
    const { registry, catalog } = meter.read(0);
    return registry.requests > 0 && catalog.requests > 0;
  });
  await quietFor(run, 1000);
  return meter.read((performance.now() - started) / 1000 - 1);
}

async function changedVersion(run: Run): Promise<Phase> {
  const { target, location } = run;
  await quietFor(run, 1000);
  target.meter.reset();
  const text = await target.changeOneVersion();
  const seconds = await until(run, 'the change', async () =>
    (await recordsOf(location)).includes(text),
  );
  await quietFor(run, 1000);
  return target.meter.read(seconds);
}

async function measureRun(
  run: Run,
  { models, versions, deployed, progress }: MeasureInput,
) {
  const expected = models * versions + deployed;
  progress(`Waiting for ${expected} records`);
  const seconds = await until(
    run,
    'the first sync',
    async () => countIn(await recordsOf(run.location)) >= expected,
  );
  const full = run.target.meter.read(seconds);
  progress('Waiting for a quiet poll');
  await quietPoll(run);
  const quiet = await quietPoll(run);
  progress('Changing one version');
  const changed = await changedVersion(run);
  return { full, quiet, changed };
}

/** Measures the bridge as one process on a world of the given size. */
export async function measureSync(input: MeasureInput): Promise<SyncResult> {
  const { models, versions, bundle, progress } = input;
  progress(`Making a world of ${models} models x ${versions} versions`);
  const target = await startTarget(input);
  const port = await freePort();
  target.meter.reset();
  const bridge = startBridge(
    bundle,
    {
      KUBECONFIG: target.kubeconfig,
      NAMESPACE: 'rhdh',
      MR_ROUTE: `bench=${target.registryUrl}`,
      CATALOG_URL: target.catalogUrl,
      STORAGE_TYPE: 'ConfigMap',
      POLLING_INTERVAL: `${POLL_SECONDS}s`,
      CHECK_INTERVAL: `${POLL_SECONDS}s`,
      LOCATION_ADDRESS: `127.0.0.1:${port}`,
      METRICS_ADDRESS: '127.0.0.1:0',
    },
    target.dir,
  );
  const run = { target, bridge, location: `http://127.0.0.1:${port}` };
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
