/* eslint-disable @backstage/no-forbidden-package-imports -- the library's own suite, which no program gets */
import { randomUUID } from 'node:crypto';
import {
  createMemoryBacking,
  createMemoryStore,
  createRemoteStore,
  packStored,
  type Store,
} from '@model-catalog/node';
import {
  configMapHarness,
  describeStore,
  type StoreHarness,
} from '@model-catalog/node/src/store/__testUtils__';
import {
  type Cluster,
  startCluster,
} from '@model-catalog/node/src/store/configMap/__testUtils__/startCluster';
import { sqliteHarness } from '@model-catalog/node/src/store/sql/__testUtils__/sqlite';
import { serveStore } from './__testUtils__/serveStore';
import type { Keep } from './readChanges';

jest.setTimeout(30_000);

type Behind = Omit<StoreHarness, 'open'>;

/** Clients of storage-rests over drivers of one store, as pods would have them. */
async function overHttp(
  openDriver: () => Store,
  behind: Behind,
  { servers = 1, keep }: { servers?: number; keep?: Keep } = {},
): Promise<StoreHarness> {
  const served = await Promise.all(
    Array.from({ length: servers }, () =>
      serveStore(openDriver(), randomUUID(), { keep }),
    ),
  );
  const clients: { close(): Promise<void> }[] = [];
  return {
    ...behind,
    open: () => {
      const server = served[clients.length % servers];
      const client = createRemoteStore({
        url: server?.url ?? '',
        token: async () => server?.token ?? '',
      });
      clients.push(client);
      return client;
    },
    close: async () => {
      await Promise.all(clients.map(client => client.close()));
      await Promise.all(served.map(server => server.close()));
      await behind.close?.();
    },
  };
}

describeStore('A memory store behind storage-rest', async () => {
  const backing = createMemoryBacking();
  const open = () => createMemoryStore({ backing, maxBytes: 40_000 });
  const behind = {
    writes: () => backing.writes,
    blobs: async () => [...backing.blobs.keys()],
    maxRecordBytes: 40_000,
  };
  return overHttp(open, behind, { keep: packStored });
});

describeStore('A SQL store behind storage-rest', async () => {
  const { open, ...harness } = await sqliteHarness();
  // One instance counts its rows each 30 s; the suite of the driver opens others.
  const behind = { ...harness, loseTexts: undefined };
  return overHttp(() => open({ keep: packStored }), behind, {
    keep: packStored,
  });
});

describe('On the Kubernetes API of the simulator', () => {
  /** Small, so that a few records take several ConfigMaps. */
  const limits = { fillBytes: 20_000, maxBytes: 40_000 };
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(async () => {
    await cluster.stop();
  });

  describeStore('A ConfigMap store behind storage-rest', async () => {
    const { open, ...behind } = await configMapHarness(cluster.client, limits);
    // As the role has it: records are kept as text.
    return overHttp(() => open({ keep: packStored }), behind, {
      keep: packStored,
    });
  });

  describeStore(
    'ConfigMaps behind two storage-rests, asked in turn,',
    async () => {
      const { open, ...behind } = await configMapHarness(
        cluster.client,
        limits,
      );
      // Only the one that writes looks after texts; the other is told nothing of them.
      return overHttp(
        open,
        { ...behind, loseTexts: undefined },
        {
          servers: 2,
        },
      );
    },
  );
});
