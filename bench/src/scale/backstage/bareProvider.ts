import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Entity } from '@backstage/catalog-model';
import type { EntityProvider } from '@backstage/plugin-catalog-node';

const NAME = 'bare';

/** Puts the entities of a file, one JSON text in each line, into the catalog in one go, and does nothing more. */
export async function bareProvider(file: string): Promise<EntityProvider> {
  const entities: { entity: Entity; locationKey: string }[] = [];
  const lines = createInterface({ input: createReadStream(file) });
  for await (const line of lines) {
    entities.push({ entity: JSON.parse(line), locationKey: NAME });
  }
  return {
    getProviderName: () => NAME,
    connect: async connection => {
      void connection.applyMutation({ type: 'full', entities });
    },
  };
}
