import { mkdtemp, readFile, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import {
  createService,
  startThreescale,
} from '@model-catalog/threescale-simulator';
import { runTool } from '../../tools/__testUtils__/runTool';
import {
  clusterWith,
  serve,
  stops,
  TOKEN,
  writeKubeconfig,
} from './__testUtils__/cluster';

jest.setTimeout(60_000);

const PAGE = join(__dirname, '../../../../../docs/maas/tenant.md');

/** The blocks of the page that show what a command prints. */
async function shownBlocks(): Promise<string[]> {
  const page = await readFile(PAGE, 'utf8');
  return [...page.matchAll(/```text\n([\s\S]*?)```/g)].map(
    ([, block = '']) => block,
  );
}

describe('docs/maas/tenant.md', () => {
  let dir: string;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'documented-'));
  });
  afterAll(async () => {
    for (const stop of stops.splice(0)) {
      await stop();
    }
    await rm(dir, { recursive: true, force: true });
  });

  it('shows what the commands print for a fresh tenant with one model', async () => {
    const threescale = await startThreescale({ token: TOKEN });
    stops.push(() => threescale.stop());
    createService(threescale.tenant, {
      name: 'Granite',
      system_name: 'granite',
    });
    const KUBECONFIG = await writeKubeconfig(
      dir,
      await serve(clusterWith(threescale.url)),
    );
    const run = async (...more: string[]) => {
      const { out, errors } = await runTool(
        [
          ...['maas', 'setup-tenant', '--token-secret', 'tenant'],
          ...['--sso-realm', 'https://sso.apps.example.com/realms/maas'],
          ...['--sso-secret', 'sso/maas-client:client-secret', ...more],
        ],
        { KUBECONFIG },
      );
      const inDocs = (text: string) =>
        text.replaceAll(threescale.url, 'https://maas-admin.apps.example.com');
      return { out: inDocs(out), errors: inDocs(errors) };
    };
    const blocks = await shownBlocks();
    const plan = await run('--plan');
    expect(blocks[0]).toBe(plan.out);
    const done = await run();
    expect(blocks[1]).toBe(done.errors);
    const again = await run('--plan');
    expect(blocks[2]).toBe(again.out);
  });
});
