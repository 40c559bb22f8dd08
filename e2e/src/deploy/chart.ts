import { cp, mkdir, mkdtemp, rm, writeFile } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { type ManifestObject, objectsOf } from './objects';
import { DEPLOY, sharedFile } from './paths';
import { capture } from './tools/capture';

/** What helm assumes of a cluster that it does not ask. */
const CLUSTER = ['--kube-version', '1.30.0'];

/** Our chart, rendered. @param options - of `helm template` */
export async function renderChart(
  helm: string,
  options: readonly string[],
): Promise<ManifestObject[]> {
  const chart = join(DEPLOY, 'charts/model-catalog-bridge');
  const command = ['template', 'bridge', chart, '--namespace=model-catalog'];
  return objectsOf(await capture(helm, [...command, ...CLUSTER, ...options]));
}

const CHART = 'apiVersion: v2\nname: hub\nversion: 0.1.0\n';
const TEMPLATE =
  'containers: {{ toJson .Values.upstream.backstage.extraContainers }}\n';

/**
 * Gives a file of values to helm with the defaults and the schema of Developer
 * Hub's chart, whose templates are not at hand. undefined: nor is the schema.
 *
 * @throws Error with what the schema refuses
 */
export async function judgeHubValues(
  helm: string,
  file: string,
): Promise<string | undefined> {
  const values = sharedFile('charts/rhdh-chart-values.yaml');
  const schema = sharedFile('charts/rhdh-chart-values.schema.json');
  if (!values || !schema) return undefined;
  const chart = await mkdtemp(join(tmpdir(), 'hub-chart-'));
  try {
    await mkdir(join(chart, 'templates'));
    await cp(values, join(chart, 'values.yaml'));
    await cp(schema, join(chart, 'values.schema.json'));
    await writeFile(join(chart, 'Chart.yaml'), CHART);
    await writeFile(join(chart, 'templates/containers.yaml'), TEMPLATE);
    return await capture(helm, ['template', 'hub', chart, '-f', file]);
  } finally {
    await rm(chart, { recursive: true, force: true });
  }
}
