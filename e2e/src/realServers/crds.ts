import { existsSync } from 'fs';
import { readFile } from 'fs/promises';
import { join, resolve } from 'path';
import { z } from 'zod/v4';
import type { KubernetesClient } from './KubernetesClient';
import { waitFor } from './waitFor';

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const SERVED_TIMEOUT_MS = 60_000;
const REPOSITORY = resolve(__dirname, '../../..');

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
  spec: z.object({
    group: z.string(),
    names: z.object({ plural: z.string() }),
    versions: z.array(z.object({ name: z.string(), served: z.boolean() })),
  }),
});

function filesIn(folder: string): string[] {
  return NAMES.map(name => join(folder, `${name}.yaml`));
}

/** The project's own small ones. */
export const OWN_CRDS: readonly string[] = filesIn(
  resolve(__dirname, '../../real-servers/crds'),
);

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
  return { kind: 'own', files: OWN_CRDS };
}

/** Creates one CRD; answers the paths under which its versions are listed. */
async function load(client: KubernetesClient, file: string): Promise<string[]> {
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
  const { spec } = crdSchema.parse(answer.body);
  return spec.versions
    .filter(version => version.served)
    .map(({ name }) => `/apis/${spec.group}/${name}/${spec.names.plural}`);
}

const Resources = z.object({
  resources: z.array(z.object({ name: z.string() })),
});

/** The parts of the path of a collection: `/apis/<group>/<version>[/namespaces/<name>]/<plural>`. */
function kindOf(path: string) {
  const [, groupVersion = path] =
    /^(\/apis\/[^/]+\/[^/]+|\/api\/v1)\//.exec(path) ?? [];
  return { groupVersion, plural: path.slice(path.lastIndexOf('/') + 1) };
}

/**
 * Waits until each list answers. Neither the condition Established of a new
 * CRD nor `/readyz` after a restart says that: for a moment the answer is still
 * 404 or 429.
 */
export async function waitUntilServed(
  client: KubernetesClient,
  paths: readonly string[],
): Promise<void> {
  const isServed = async (path: string) => {
    const { status } = await client.send({ path: `${path}?limit=1` });
    return status === 200;
  };
  // Discovery follows a moment later, and is what most clients go by.
  const isTold = async (path: string) => {
    const { groupVersion, plural } = kindOf(path);
    const { status, body } = await client.send({ path: groupVersion });
    return (
      status === 200 &&
      Resources.parse(body).resources.some(({ name }) => name === plural)
    );
  };
  for (const path of paths) {
    await waitFor(
      async () => ((await isServed(path)) && (await isTold(path))) || undefined,
      { what: `${path} served`, timeoutMs: SERVED_TIMEOUT_MS },
    );
  }
}

/** Creates each CRD; answers the paths under which the kinds are listed. */
export async function loadCrds(
  client: KubernetesClient,
  files: readonly string[],
): Promise<string[]> {
  const paths = await Promise.all(files.map(file => load(client, file)));
  return paths.flat();
}
