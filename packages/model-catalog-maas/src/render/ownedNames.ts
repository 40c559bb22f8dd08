import { z } from 'zod/v4';
import type { OwnedNames } from '../contract/names';
import { KEPT, MANAGER, OWNED } from '../contract/labels';

const Product = z.object({
  kind: z.literal('Product'),
  metadata: z.object({
    name: z.string(),
    labels: z.record(z.string(), z.string()),
    annotations: z.record(z.string(), z.string()),
  }),
  spec: z.object({ systemName: z.string() }),
});

/** The names that Products of the publisher have, among parsed objects; others say nothing. */
export function ownedNamesOf(objects: readonly unknown[]): OwnedNames[] {
  return objects.flatMap(object => {
    const { data } = Product.safeParse(object);
    const server = data?.metadata.annotations[KEPT.server];
    return data &&
      server !== undefined &&
      data.metadata.labels[OWNED.managedBy] === MANAGER
      ? [
          {
            server,
            resource: data.metadata.name,
            systemName: data.spec.systemName,
          },
        ]
      : [];
  });
}
