import { startSimulator } from '@model-catalog/rhoai-simulator';
import { growingWorldClock } from '../../sync/target';
import { changeServer } from './changeServer';
import { emptyStore } from './emptyStore';
import { readRenewals } from './readRenewals';
import { fillWorld } from './fillWorld';
import { type WorldAnswer, type WorldReady, WorldRequest } from './messages';

function send(message: unknown): void {
  process.send?.(message);
}

/**
 * A simulated OpenShift AI in a process of its own, so that it takes no time of
 * what is measured; it does what the process that forked it asks.
 */
export async function serveWorld(dir: string): Promise<void> {
  const clock = growingWorldClock();
  const simulator = await startSimulator({ dir, world: 'empty', ...clock });
  const { kubernetes, registry, catalog, counters } = simulator;

  const counts = (): WorldAnswer => ({
    registry: counters.registry.counts,
    kubernetes: counters.kubernetes.counts,
  });
  const obey = async (request: WorldRequest): Promise<unknown> => {
    switch (request.ask) {
      case 'fill':
        fillWorld(simulator, request);
        clock.catchUp();
        return undefined;
      case 'change':
        return await changeServer(simulator, request);
      case 'emptyStore':
        return await emptyStore(simulator);
      case 'renewals':
        return await readRenewals(simulator);
      case 'reset':
        counters.registry.reset();
        counters.kubernetes.reset();
        return undefined;
      default:
        return counts();
    }
  };

  process.on('message', (message: { id: number; request: unknown }) => {
    const { id } = message;
    Promise.resolve(message.request)
      .then(request => obey(WorldRequest.parse(request)))
      .then(answer => send({ id, answer }))
      .catch((error: Error) => send({ id, error: error.message }));
  });
  process.on('disconnect', () => {
    void simulator.stop().finally(() => process.exit());
  });
  const ready: WorldReady = {
    kubeconfig: kubernetes.kubeconfig,
    registryUrl: registry.url,
    catalogUrl: catalog.url,
  };
  send(ready);
}
