import { z } from 'zod/v4';
import type { DesiredObject } from '../contract/types';
import { withDigest } from './metadata';

const Plans = z.record(z.string(), z.record(z.string(), z.unknown()));

/** Plans as they are, but nobody new sees them. */
function hidden(plans: unknown): Record<string, unknown> {
  const { data = {} } = Plans.safeParse(plans);
  return Object.fromEntries(
    Object.entries(data).map(([name, plan]) => [
      name,
      { ...plan, published: false },
    ]),
  );
}

/**
 * The same objects with all plans of the product unpublished: nobody new can
 * subscribe, keys that exist go on working. The ActiveDoc stays, as
 * subscribers read their endpoint there. Takes what was rendered, or what
 * stands in the cluster.
 */
export const hideOffering = (
  objects: readonly DesiredObject[],
): DesiredObject[] =>
  objects.map(object =>
    object.kind === 'Product'
      ? withDigest({
          ...object,
          spec: {
            ...object.spec,
            applicationPlans: hidden(object.spec?.applicationPlans),
          },
        })
      : object,
  );
