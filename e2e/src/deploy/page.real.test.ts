import { spawnSync } from 'child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'fs/promises';
import { readFileSync } from 'fs';
import { tmpdir } from 'os';
import { delimiter, dirname, join } from 'path';
import { z } from 'zod/v4';
import type { KubernetesClient, TemporaryKubernetes } from '../realServers';
import {
  describeReal,
  logLine,
  START_TIMEOUT_MS,
} from '../realServers/describeReal';
import { manifestServer } from './manifestServer';
import { objectsOf } from './objects';
import { commandsOfPage } from './page';
import { ROOT, sharedFile } from './paths';
import { manifestTool } from './tools/manifestTool';

/** In an order in which each finds what it needs. */
const PAGES = [
  'install.md',
  'disconnected.md',
  'enrichment.md',
  'troubleshooting.md',
  'operations.md',
  // Ends with taking out what is stored.
  'upgrade.md',
];
const COMMANDS = PAGES.flatMap(page =>
  commandsOfPage(page)
    .filter(({ mark }) => mark === 'real')
    .map(({ text }) => ({ page, text })),
);

/** What the connector before left on a real cluster. */
const LEFT = join(
  ROOT,
  'packages/model-catalog-node/src/store/__fixtures__/bac-import-model-go-0a79a60.json',
);
const MAIN = join(ROOT, 'packages/model-catalog-bridge/dist/main.cjs');

/** What has to be on PATH for the page; `oc` does all that kubectl does. */
function whyNot(): string | undefined {
  if (!sharedFile('crds')) return "Developer Hub's schema is not at hand";
  const { stdout } = spawnSync('sh', ['-c', 'command -v kubectl'], {
    encoding: 'utf8',
  });
  return stdout.trim() ? undefined : 'kubectl is not on PATH';
}

const reason = whyNot();
if (reason) logLine(`The commands of the pages are not run: ${reason}`);
const describePage = reason ? () => describe.skip : describeReal;

describePage()('the commands of the pages, in their order', () => {
  let kubernetes: TemporaryKubernetes;
  let bin: string;
  let path: string;
  let work: string;

  beforeAll(async () => {
    const helm = await manifestTool('helm', { log: logLine });
    kubernetes = await manifestServer();
    bin = await mkdtemp(join(tmpdir(), 'shim-'));
    // The repository, in a folder in which commands may write.
    work = join(bin, 'work');
    await mkdir(work);
    for (const name of ['deploy', 'docs']) {
      await symlink(join(ROOT, name), join(work, name));
    }
    const { stdout } = spawnSync('sh', ['-c', 'command -v kubectl'], {
      encoding: 'utf8',
    });
    await symlink(stdout.trim(), join(bin, 'oc'));
    const program = join(bin, 'model-catalog-bridge');
    await writeFile(
      program,
      `#!/bin/sh\nexec "${process.execPath}" "${MAIN}" "$@"\n`,
    );
    await chmod(program, 0o755);
    const tools = helm.kind === 'found' ? [dirname(helm.path)] : [];
    path = [bin, ...tools, process.env.PATH].join(delimiter);
    await prepare(kubernetes.admin);
  }, 5 * START_TIMEOUT_MS);
  afterAll(async () => {
    await kubernetes?.dispose();
    if (bin) await rm(bin, { recursive: true });
  }, START_TIMEOUT_MS);

  it.each(COMMANDS)('$page: $text', ({ text }) => {
    const { status, stdout, stderr } = spawnSync('sh', ['-e', '-c', text], {
      cwd: work,
      encoding: 'utf8',
      env: {
        PATH: path,
        HOME: bin,
        KUBECONFIG: kubernetes.kubeconfig,
      },
    });
    expect(status === 0 ? '' : `${stdout}${stderr}`).toBe('');
  });
});

/** Of whom the pages speak: the hub, the registries, 3scale and the models that are published there. */
const NAMESPACES = [
  'ai-rhdh',
  'rhoai-model-registries',
  '3scale',
  'llm-hosting',
];

/** What is there before anybody opens the page. */
async function prepare(client: KubernetesClient) {
  for (const name of NAMESPACES) {
    await client.send({
      method: 'POST',
      path: '/api/v1/namespaces',
      body: { metadata: { name } },
    });
  }
  const file = join(__dirname, 'hub/deployment.yaml');
  const { status } = await client.send({
    method: 'POST',
    path: '/apis/apps/v1/namespaces/ai-rhdh/deployments',
    body: objectsOf(readFileSync(file, 'utf8'))[0],
  });
  if (status !== 201) throw new Error(`Developer Hub: ${status}`);
  await leaveBehind(client);
  await keep(client);
  await serve(client);
}

/** The ConfigMap of the connector before. */
async function leaveBehind(client: KubernetesClient) {
  const { binaryData } = z
    .object({ binaryData: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(LEFT, 'utf8')));
  const { status } = await client.send({
    method: 'POST',
    path: '/api/v1/namespaces/ai-rhdh/configmaps',
    body: { metadata: { name: 'bac-import-model' }, binaryData },
  });
  if (status !== 201) throw new Error(`bac-import-model: ${status}`);
}

/** A part of our own store. */
async function keep(client: KubernetesClient) {
  const { status } = await client.send({
    method: 'POST',
    path: '/api/v1/namespaces/ai-rhdh/configmaps',
    body: {
      metadata: {
        name: 'bac-import-model-blob-0',
        labels: { 'app.kubernetes.io/managed-by': 'model-catalog-bridge' },
      },
      binaryData: { text: Buffer.from('a text').toString('base64') },
    },
  });
  if (status !== 201) throw new Error(`bac-import-model-blob-0: ${status}`);
}

/** A model server. */
async function serve(client: KubernetesClient) {
  await client.send({
    method: 'POST',
    path: '/api/v1/namespaces',
    body: { metadata: { name: 'demo' } },
  });
  const { status } = await client.send({
    method: 'POST',
    path: '/apis/serving.kserve.io/v1beta1/namespaces/demo/inferenceservices',
    body: {
      apiVersion: 'serving.kserve.io/v1beta1',
      kind: 'InferenceService',
      metadata: { name: 'granite' },
      spec: { predictor: { model: { modelFormat: { name: 'vLLM' } } } },
    },
  });
  if (status !== 201) throw new Error(`InferenceService: ${status}`);
}
