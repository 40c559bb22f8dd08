import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  backstageCommand,
  backstageOptions,
  backstageReady,
  catalogFilled,
} from './backstage.mjs';
import { bridgeCommand, bridgeEnv, bridgeReady } from './bridge.mjs';
import { buildApp, buildBundles } from './build.mjs';
import { startMaas } from './maas.mjs';
import { ensureMkdocs } from './mkdocs.mjs';
import { readOwnCluster, summaryOf } from './ownCluster.mjs';
import { say } from './progress.mjs';
import { simulatorCommand, simulatorReady } from './simulator.mjs';
import { createSupervisor } from './supervisor.mjs';

async function startSimulator({ supervisor, ports, dir, maas }) {
  const simulatorDir = join(dir, 'simulator');
  mkdirSync(simulatorDir, { recursive: true });
  supervisor.launch(
    'simulator',
    simulatorCommand(ports, simulatorDir, { maas }),
  );
  const endpoints = await simulatorReady(ports);
  say('The simulated OpenShift AI runs');
  return endpoints;
}

async function startBridge({ supervisor, ports, endpoints, offered }) {
  supervisor.launch('bridge', bridgeCommand(), {
    env: { ...bridgeEnv(ports, endpoints), ...offered?.bridgeEnv },
  });
  await bridgeReady(ports);
  say('The bridge has read all of it');
  return endpoints;
}

/** In place of the simulator: a person's cluster, of which it is said what was found. */
async function readCluster({ supervisor, ports, own }) {
  const { server, context } = own;
  say(`Reading ${server} (context ${context})`);
  const seen = await readOwnCluster({ supervisor, ports, own });
  process.stdout.write(`\n${summaryOf({ ...seen, server, context })}\n\n`);
  const count = kind => seen.records.filter(one => one.kind === kind).length;
  return { expected: { servers: count('server'), models: count('model') } };
}

async function startBackstage({ supervisor, ports, dir, path, endpoints }) {
  const docsDir = join(dir, 'techdocs');
  mkdirSync(docsDir, { recursive: true });
  const url = `http://localhost:${ports.backstage}`;
  supervisor.launch(
    'backstage',
    backstageCommand(),
    backstageOptions({
      ports,
      docsDir,
      path,
      kubeconfig: endpoints?.kubeconfig,
    }),
  );
  await backstageReady(url);
  say('Backstage runs');
  return url;
}

async function bringUp(context) {
  const [path] = await Promise.all([
    ensureMkdocs(),
    buildApp(),
    buildBundles(),
  ]);
  // A cluster that cannot be read is said at once, before anything is waited for.
  const own = context.own ? await readCluster(context) : undefined;
  const endpoints = own ? undefined : await startSimulator(context);
  const offered = context.maas
    ? await startMaas({ ...context, endpoints })
    : undefined;
  const [url, read] = await Promise.all([
    startBackstage({ ...context, path, endpoints }),
    own ?? startBridge({ ...context, endpoints, offered }),
  ]);
  const found = await catalogFilled(url, read.expected);
  const hasMkdocs = path !== undefined;
  return { url, openShiftAi: read, found, hasMkdocs, offered };
}

/**
 * Builds and starts simulator (or, with `own`, reads a person's cluster), bridge
 * and Backstage and waits until models are in the catalog. Everything is stopped again when a part of it fails.
 *
 * With `maas` also a simulated 3scale and the publisher.
 *
 * `ready` resolves with `{url, openShiftAi, found, hasMkdocs, offered}`, or rejects with
 * the failure of the first service that ended; `failed` rejects when one ends
 * later; `stop` ends all.
 */
export function startStack({ ports, dir, own, maas }) {
  const supervisor = createSupervisor(join(dir, 'logs'));
  const up = bringUp({ supervisor, ports, dir, own, maas });
  up.catch(() => {});
  return {
    ready: Promise.race([up, supervisor.failed]),
    failed: supervisor.failed,
    stop: supervisor.stop,
  };
}

/** Only reads a person's cluster, says what was found, and ends. */
export async function lookAtCluster({ ports, dir, own }) {
  const supervisor = createSupervisor(join(dir, 'logs'));
  try {
    await buildBundles();
    await readCluster({ supervisor, ports, own });
  } finally {
    await supervisor.stop();
  }
}
