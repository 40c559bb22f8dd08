import { z } from 'zod/v4';
import { secretPath } from '../kubernetes/kinds';
import { KubernetesError } from '../kubernetes/KubernetesApi';
import { secretSchema } from '../kubernetes/shapes';
import type { PolicySpec, ProductSpec } from '../specs/product';
import type { Context } from './context';
import { InvalidSpec } from './outcome';

const configurationSchema = z.record(z.string(), z.unknown());

async function configurationIn(
  { api }: Context,
  { name, namespace }: { readonly name: string; readonly namespace: string },
): Promise<Record<string, unknown>> {
  const path = secretPath(namespace, name);
  const secret = await api.send({ path }).catch((error: unknown) => {
    const isMissing = error instanceof KubernetesError && error.status === 404;
    if (!isMissing) throw error;
    return {};
  });
  const encoded = secretSchema.parse(secret).data?.configuration ?? '';
  try {
    const text = Buffer.from(encoded, 'base64').toString('utf8');
    return configurationSchema.parse(JSON.parse(text));
  } catch {
    // Its own words could quote what the Secret is there to hide.
    throw new InvalidSpec([
      `spec.policies: configurationRef: Secret ${name} has no JSON object in its key "configuration"`,
    ]);
  }
}

/** The chain with the configurations that are in Secrets. */
export const resolvedPolicies = (
  context: Context,
  { policies }: ProductSpec,
  namespace: string,
): Promise<PolicySpec[]> =>
  Promise.all(
    policies.map(async ({ configurationRef, ...policy }) =>
      configurationRef
        ? {
            ...policy,
            configuration: await configurationIn(context, {
              namespace,
              ...configurationRef,
            }),
          }
        : policy,
    ),
  );
