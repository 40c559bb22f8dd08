import { BUNDLES } from './build.mjs';
import { inRoot } from './paths.mjs';
import { waitFor } from './wait.mjs';

/** The command that runs the simulator; it writes its kubeconfig into `dir`. `maas`: a 3scale can be installed in it. */
export function simulatorCommand(ports, dir, { maas = false } = {}) {
  return [
    process.execPath,
    inRoot(BUNDLES.simulator.bundle),
    'serve',
    ...['--port-kubernetes', String(ports.kubernetes)],
    ...['--port-registry', String(ports.registry)],
    ...['--port-catalog', String(ports.catalog)],
    ...['--port-control', String(ports.control)],
    ...['--port-model-servers', String(ports.models)],
    ...['--dir', dir],
    ...(maas ? ['--threescale'] : []),
  ];
}

/** Waits until the simulator serves; gives where its parts are, as it says itself. */
export async function simulatorReady(ports) {
  const control = `http://127.0.0.1:${ports.control}`;
  const endpoints = await waitFor(
    'The simulator becoming ready',
    async () => (await fetch(`${control}/endpoints`)).json(),
    30,
  );
  return { control, ...endpoints };
}
