import { existsSync } from 'fs';
import { readFile } from 'fs/promises';
import { join, resolve } from 'path';
import { z } from 'zod/v4';
import type { KubernetesClient } from './KubernetesClient';
import { waitFor } from './waitFor';

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const ESTABLISH_TIMEOUT_MS = 60_000;
const REPOSITORY = resolve(__dirname, '../../..');
const OWN = resolve(__dirname, '../../real-servers/crds');

/** The kinds that the product reads, as `group_plural`. */
const NAMES = [
  'serving.kserve.io_inferenceservices',
  'serving.kserve.io_llminferenceservices',
  'route.openshift.io_routes',
  'modelregistry.opendatahub.io_modelregistries',
] as const;

/** `full`: the operators' own schemas; `own`: small ones that check little. */
export interface CrdFiles {
  readonly kind: 'full' | 'own';
  readonly files: readonly string[];
}

const crdSchema = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    group: z.string(),
    names: z.object({ plural: z.string() }),
    versions: z.array(z.object({ name: z.string(), served: z.boolean() })),
  }),
});

function filesIn(folder: string): string[] {
  return NAMES.map(name => join(folder, `${name}.yaml`));
}

/**
 * Where the CRDs are:
 *
 * | MODEL_CATALOG_SHARED | its or ../shared's crds/ | answer           |
 * |----------------------|--------------------------|------------------|
 * | set                  | there                    | full             |
 * | set                  | not there                | error: a mistake |
 * | not set              | there                    | full             |
 * | not set              | not there                | own              |
 */
export function findCrds(
  env: NodeJS.ProcessEnv,
  repository: string = REPOSITORY,
): CrdFiles {
  const named = env.MODEL_CATALOG_SHARED;
  const shared = named || join(repository, '..', 'shared');
  const files = filesIn(join(shared, 'crds'));
  const missing = files.find(file => !existsSync(file));
  if (missing === undefined) return { kind: 'full', files };
  if (named) {
    throw new Error(`MODEL_CATALOG_SHARED is set, but ${missing} is not there`);
  }
  return { kind: 'own', files: filesIn(OWN) };
}

async function load(client: KubernetesClient, file: string): Promise<void> {
  const answer = await client.send({
    method: 'POST',
    path: CRDS,
    body: await readFile(file, 'utf8'),
    contentType: 'application/yaml',
  });
  if (answer.status !== 201) {
    throw new Error(
      `loading ${file} answered ${answer.status}: ${JSON.stringify(
        answer.body,
      )}`,
    );
  }
  const { metadata, spec } = crdSchema.parse(answer.body);
  for (const version of spec.versions.filter(({ served }) => served)) {
    const path = `/apis/${spec.group}/${version.name}/${spec.names.plural}?limit=1`;
    // Established says that the name is ours; the handler follows it. Only a
    // list that answers proves that both are done.
    await waitFor(
      async () =>
        (await client.send({ path })).status === 200 ? true : undefined,
      {
        what: `${metadata.name} served as ${version.name}`,
        timeoutMs: ESTABLISH_TIMEOUT_MS,
      },
    );
  }
}

/** Creates each CRD and waits until all its versions are served. */
export async function loadCrds(
  client: KubernetesClient,
  files: readonly string[],
): Promise<void> {
  await Promise.all(files.map(file => load(client, file)));
}
