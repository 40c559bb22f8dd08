import { spawnSync } from 'child_process';
import { mkdtemp, rm, symlink } from 'fs/promises';
import { readFileSync } from 'fs';
import { tmpdir } from 'os';
import { delimiter, dirname, join } from 'path';
import { KubernetesClient, temporaryKubernetes } from '../realServers';
import {
  describeReal,
  logLine,
  START_TIMEOUT_MS,
} from '../realServers/describeReal';
import { loadMoreCrds } from './crds';
import { objectsOf } from './objects';
import { commandsOfPage } from './page';
import { ROOT, sharedFile } from './paths';
import { manifestTool } from './tools/manifestTool';

const COMMANDS = commandsOfPage().filter(({ mark }) => mark === 'real');

/** What has to be on PATH for the page; `oc` does all that kubectl does. */
function whyNot(): string | undefined {
  if (!sharedFile('crds')) return "Developer Hub's schema is not at hand";
  const { stdout } = spawnSync('sh', ['-c', 'command -v kubectl'], {
    encoding: 'utf8',
  });
  return stdout.trim() ? undefined : 'kubectl is not on PATH';
}

const reason = whyNot();
if (reason) logLine(`The commands of docs/install.md are not run: ${reason}`);
const describePage = reason ? () => describe.skip : describeReal;

describePage()('the commands of docs/install.md, in their order', () => {
  let kubernetes: Awaited<ReturnType<typeof temporaryKubernetes>>;
  let bin: string;
  let path: string;

  beforeAll(async () => {
    const helm = await manifestTool('helm', { log: logLine });
    kubernetes = await temporaryKubernetes({ log: logLine });
    bin = await mkdtemp(join(tmpdir(), 'shim-'));
    const { stdout } = spawnSync('sh', ['-c', 'command -v kubectl'], {
      encoding: 'utf8',
    });
    await symlink(stdout.trim(), join(bin, 'oc'));
    const tools = helm.kind === 'found' ? [dirname(helm.path)] : [];
    path = [bin, ...tools, process.env.PATH].join(delimiter);
    await prepare(kubernetes);
  }, 5 * START_TIMEOUT_MS);
  afterAll(async () => {
    await kubernetes?.dispose();
    if (bin) await rm(bin, { recursive: true });
  }, START_TIMEOUT_MS);

  it.each(COMMANDS)('$text', ({ text }) => {
    const { status, stdout, stderr } = spawnSync('sh', ['-e', '-c', text], {
      cwd: ROOT,
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

/** What is there before anybody opens the page. */
async function prepare(
  access: ConstructorParameters<typeof KubernetesClient>[0],
) {
  const client = new KubernetesClient(access);
  try {
    await loadMoreCrds(client);
    for (const name of ['ai-rhdh', 'rhoai-model-registries']) {
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
  } finally {
    await client.close();
  }
}
