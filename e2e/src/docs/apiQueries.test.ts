import { spawnSync } from 'child_process';
import { mkdtemp, readFile, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { type Simulator, startSimulator } from '@model-catalog/rhoai-simulator';
import { buildBridge } from '../acceptance/system/buildBridge';
import { type Bridge, startBridge } from '../kubernetesTab/Bridge';
import { blocksOf } from './pages';
import { makeShims, type Shims } from './shims';

jest.setTimeout(120_000);

const HERE = /^\*Run by `e2e\/src\/docs\/apiQueries\.test\.ts`/;
const blocks = (page: string) =>
  blocksOf(page)
    .filter(({ below }) => HERE.test(below))
    .map(({ text }) => text);

const QUERIES = blocks('api-queries.md');
const [ENVIRONMENT = '', ...COMMANDS] = QUERIES.flatMap(text =>
  text.trim().split('\n'),
);
const [FETCH = ''] = blocks('enrichment.md');

const has = (tool: string) =>
  spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0;
// Counted as skipped where one of them is missing.
const describeWithTools =
  has('curl') && has('jq') && has('bash') ? describe : describe.skip;

describeWithTools('the commands of docs/api-queries.md', () => {
  let dir: string;
  let simulator: Simulator;
  let bridge: Bridge;
  let shims: Shims;

  beforeAll(async () => {
    await buildBridge();
    dir = await mkdtemp(join(tmpdir(), 'queries-'));
    simulator = await startSimulator({ dir, world: 'demo' });
    bridge = await startBridge(simulator);
    await bridge.entities();
    const token = Buffer.from(simulator.kubernetes.token).toString('base64');
    shims = await makeShims({
      // Of all that `oc` can, the token of the account.
      oc: `case "$*" in
  "get secret rhdh-rhoai-connector-token -n rhdh -o jsonpath={.data.token}") printf %s '${token}' ;;
  *) echo "not asked for: $*" >&2; exit 1 ;;
esac`,
    });
  });
  afterAll(async () => {
    await shims?.remove();
    await bridge?.stop();
    await simulator?.stop();
    await rm(dir, { recursive: true });
  });

  const environment = () => ({
    KUBECONFIG: simulator.kubernetes.kubeconfig,
    NAMESPACE: 'rhdh',
    MR_ROUTE: simulator.registry.url,
    CATALOG_URL: simulator.catalog.url,
    BRIDGE_URL: bridge.url,
  });

  it('begin with that which says where everything is', () => {
    expect(ENVIRONMENT).toBe('eval "$(model-catalog-bridge diagnose --env)"');
    expect(COMMANDS.length).toBeGreaterThan(8);
  });

  it.each(COMMANDS)('%s', async command => {
    const { code, out, errors } = await shims.run(
      `${ENVIRONMENT}\n${command.replace('curl ', 'curl --silent --fail ')}`,
      environment(),
    );
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(out.trim()).not.toBe('');
    expect(out).not.toContain(simulator.kubernetes.token);
  });

  it('fetch the definition of a server, as docs/enrichment.md has it', async () => {
    const entities = [...(await bridge.entities()).values()];
    const urls = entities.map(
      ({ metadata }) =>
        metadata.annotations?.['rhdh.modelcatalog.io/external-route-url'],
    );
    expect(FETCH).toContain('/openapi.json | jq > open-api.json');
    const answering: string[] = [];
    for (const url of urls.filter(one => one?.startsWith('http'))) {
      const answer = await fetch(`${url}/openapi.json`);
      if (answer.ok && url) answering.push(url);
    }
    const { code, errors } = await shims.run(
      // The servers of the simulator speak http.
      FETCH.replace('curl ', 'curl --silent --fail ').replace(
        'https://',
        'http://',
      ),
      {
        MODEL_API_KEY: 'any',
        MODEL_ROOT_URL_INCLUDING_PORT: new URL(answering[0] ?? '').host,
      },
    );
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    const text = await readFile(join(shims.dir, 'open-api.json'), 'utf8');
    expect(JSON.parse(text)).toHaveProperty('openapi');
  });
});
