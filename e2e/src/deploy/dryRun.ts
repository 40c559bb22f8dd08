import { z } from 'zod/v4';
import type { KubernetesClient } from '../realServers';
import { type ManifestObject, nameOf } from './objects';

const resourcesSchema = z.object({
  resources: z.array(
    z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean() }),
  ),
});

/** What the API server says of one object; `unknown`: it does not have the kind. */
export interface Verdict {
  readonly object: string;
  readonly outcome: 'accepted' | 'unknown' | 'refused';
  readonly said?: string;
}

async function collectionOf(client: KubernetesClient, object: ManifestObject) {
  const { apiVersion, kind, metadata } = object;
  const base = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
  const { status, body } = await client.send({ path: base });
  if (status !== 200) return undefined;
  const found = resourcesSchema
    .parse(body)
    .resources.find(each => each.kind === kind && !each.name.includes('/'));
  if (!found) return undefined;
  return found.namespaced
    ? `${base}/namespaces/${metadata.namespace ?? 'default'}/${found.name}`
    : `${base}/${found.name}`;
}

/**
 * Asks the API server to create it without doing so: defaulting, validation
 * and admission as for a real one, unknown fields refused.
 */
export async function dryRun(
  client: KubernetesClient,
  object: ManifestObject,
): Promise<Verdict> {
  const name = nameOf(object);
  const path = await collectionOf(client, object);
  if (path === undefined) return { object: name, outcome: 'unknown' };
  const { status, body } = await client.send({
    method: 'POST',
    path: `${path}?dryRun=All&fieldValidation=Strict`,
    body: object,
  });
  return status === 201 || status === 409
    ? { object: name, outcome: 'accepted' }
    : { object: name, outcome: 'refused', said: JSON.stringify(body) };
}

/** Makes the namespaces that the objects name, as a dry run needs them. */
export async function makeNamespaces(
  client: KubernetesClient,
  objects: readonly ManifestObject[],
): Promise<void> {
  const names = objects.flatMap(({ metadata }) => metadata.namespace ?? []);
  for (const name of new Set(names)) {
    const { status } = await client.send({
      method: 'POST',
      path: '/api/v1/namespaces',
      body: { metadata: { name } },
    });
    if (status !== 201 && status !== 409) {
      throw new Error(`Namespace ${name}: ${status}`);
    }
  }
}
