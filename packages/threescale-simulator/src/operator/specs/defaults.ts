import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod/v4';
import type { Kind } from '../kubernetes/kinds';
import type { CustomObject } from '../kubernetes/shapes';
import { HITS, systemNameOf } from './common';

type Fields = Record<string, unknown>;

const looseSchema = z.looseObject({
  name: z.string(),
  systemName: z.string().optional(),
  metrics: z.record(z.string(), z.unknown()).optional(),
  policies: z
    .array(
      z.looseObject({
        name: z.string(),
        configuration: z.record(z.string(), z.unknown()).optional(),
        configurationRef: z.unknown().optional(),
      }),
    )
    .optional(),
});

const APICAST = {
  name: 'apicast',
  version: 'builtin',
  enabled: true,
  configuration: {},
};

/**
 * What the operator writes into a spec before it acts on it.
 *
 * | kind | absent | becomes |
 * |---|---|---|
 * | Backend, Product, ActiveDoc | `systemName` | the name without anything but letters and digits |
 * | Backend, Product | `metrics.hits` | the metric of every call |
 * | Product | policy `apicast` | the last of the chain |
 * | Product | a policy's `configuration` | `{}` |
 *
 * @returns the spec to write, `undefined` when nothing is missing
 */
export function defaulted(
  kind: Kind,
  object: CustomObject,
): Fields | undefined {
  if (!['Backend', 'Product', 'ActiveDoc'].includes(kind)) return undefined;
  const parsed = looseSchema.safeParse(object.spec);
  if (!parsed.success) return undefined;
  const spec = parsed.data;
  const filled: Fields = {
    ...spec,
    systemName: spec.systemName ?? systemNameOf(spec.name),
    ...(kind === 'ActiveDoc'
      ? {}
      : { metrics: { ...spec.metrics, hits: spec.metrics?.hits ?? HITS } }),
    ...(kind === 'Product' ? { policies: chainOf(spec.policies) } : {}),
  };
  return isDeepStrictEqual(filled, spec) ? undefined : filled;
}

function chainOf(
  policies: z.infer<typeof looseSchema>['policies'] = [],
): unknown[] {
  const complete = policies.map(policy =>
    policy.configuration || policy.configurationRef
      ? policy
      : { ...policy, configuration: {} },
  );
  return policies.some(({ name }) => name === 'apicast')
    ? complete
    : [...complete, APICAST];
}
