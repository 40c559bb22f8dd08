import type { Entity } from '@backstage/catalog-model';
import { createLogger, loadConfig, startAll } from '@model-catalog/bridge';
import { CatalogRecord, SNAPSHOT_PATH, Snapshot } from '@model-catalog/common';
import type { Simulator } from '@model-catalog/rhoai-simulator';
import { z } from 'zod/v4';
import { waitFor } from '../realServers/waitFor';
import { entitiesOf } from '../scenarios/entitiesOf';

/** The bridge in this process. */
export interface Bridge {
  /** Of the location service. */
  readonly url: string;
  /** The entities that a hub would get, by `kind:name`. */
  entities(): Promise<ReadonlyMap<string, Entity>>;
  stop(): Promise<void>;
}

/** Starts the bridge on a simulated cluster. */
export async function startBridge(simulator: Simulator): Promise<Bridge> {
  const stopping = new AbortController();
  const environment = {
    KUBECONFIG: simulator.kubernetes.kubeconfig,
    NAMESPACE: 'rhdh',
    STORAGE_TYPE: 'Memory',
    MR_ROUTE: simulator.registry.url,
    CATALOG_URL: simulator.catalog.url,
    LOCATION_ADDRESS: '127.0.0.1:0',
    METRICS_ADDRESS: '127.0.0.1:0',
  };
  const running = await startAll({
    config: await loadConfig(environment),
    environment,
    logger: createLogger('error', { write: () => {} }),
    signal: stopping.signal,
  });
  const url = `http://127.0.0.1:${running.ports.location}`;
  return {
    url,
    entities: async () => {
      const first = async () => {
        const answer = await fetch(`${url}${SNAPSHOT_PATH}`);
        return answer.ok
          ? Snapshot.parse(await answer.json()).records
          : undefined;
      };
      const what = 'the first sync';
      const records = await waitFor(first, { what, timeoutMs: 20_000 });
      return await entitiesOf(z.array(CatalogRecord).parse(records));
    },
    stop: async () => {
      stopping.abort();
      await running.done;
    },
  };
}
