import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLES } from './build.mjs';
import { inRoot } from './paths.mjs';
import { isOk, waitFor } from './wait.mjs';

/** The command that runs the simulator; it writes its kubeconfig into `dir`. */
export function simulatorCommand(ports, dir) {
  return [
    process.execPath,
    inRoot(BUNDLES.simulator.bundle),
    'serve',
    ...['--kubernetes-port', String(ports.kubernetes)],
    ...['--registry-port', String(ports.registry)],
    ...['--catalog-port', String(ports.catalog)],
    ...['--control-port', String(ports.control)],
    ...['--model-port', String(ports.models)],
    ...['--dir', dir],
  ];
}

/** Waits until the simulator serves; gives what the bridge needs to know of it. */
export async function simulatorReady(ports, dir) {
  const kubeconfig = join(dir, 'kubeconfig');
  const control = `http://127.0.0.1:${ports.control}`;
  await waitFor(
    'The simulator becoming ready',
    async () => existsSync(kubeconfig) && isOk(`${control}/healthz`),
    30,
  );
  return {
    control,
    kubeconfig,
    registry: `http://127.0.0.1:${ports.registry}`,
    catalog: `http://127.0.0.1:${ports.catalog}`,
  };
}
