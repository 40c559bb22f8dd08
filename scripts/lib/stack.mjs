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
import { ensureMkdocs } from './mkdocs.mjs';
import { say } from './progress.mjs';
import { simulatorCommand, simulatorReady } from './simulator.mjs';
import { createSupervisor } from './supervisor.mjs';

async function startOpenShiftAi({ supervisor, ports, dir }) {
  const simulatorDir = join(dir, 'simulator');
  mkdirSync(simulatorDir, { recursive: true });
  supervisor.launch('simulator', simulatorCommand(ports, simulatorDir));
  const endpoints = await simulatorReady(ports);
  say('The simulated OpenShift AI runs');
  supervisor.launch('bridge', bridgeCommand(), {
    env: bridgeEnv(ports, endpoints),
  });
  await bridgeReady(ports);
  say('The bridge has read all of it');
  return endpoints;
}

async function startBackstage({ supervisor, ports, dir, path }) {
  const docsDir = join(dir, 'techdocs');
  mkdirSync(docsDir, { recursive: true });
  const url = `http://localhost:${ports.backstage}`;
  supervisor.launch(
    'backstage',
    backstageCommand(),
    backstageOptions({ ports, docsDir, path }),
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
  const [url, openShiftAi] = await Promise.all([
    startBackstage({ ...context, path }),
    startOpenShiftAi(context),
  ]);
  const found = await catalogFilled(url);
  return { url, openShiftAi, found, hasMkdocs: path !== undefined };
}

/**
 * Builds and starts simulator, bridge and Backstage and waits until models are
 * in the catalog. Everything is stopped again when a part of it fails.
 *
 * `ready` resolves with `{url, openShiftAi, found, hasMkdocs}`, or rejects with
 * the failure of the first service that ended; `failed` rejects when one ends
 * later; `stop` ends all.
 */
export function startStack({ ports, dir }) {
  const supervisor = createSupervisor(join(dir, 'logs'));
  const up = bringUp({ supervisor, ports, dir });
  up.catch(() => {});
  return {
    ready: Promise.race([up, supervisor.failed]),
    failed: supervisor.failed,
    stop: supervisor.stop,
  };
}
