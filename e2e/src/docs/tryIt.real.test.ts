import { spawn, spawnSync } from 'child_process';
import { once } from 'events';
import { existsSync } from 'fs';
import { freePort } from '@model-catalog/rhoai-simulator';
import {
  cp,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'fs/promises';
import { tmpdir } from 'os';
import { delimiter, dirname, join } from 'path';
import { choose } from '../hosts/matrix/choose';
import { installAll } from '../hosts/install/installAll';
import { placeDriver } from '../hosts/install/installDriver';
import { logLine } from '../realServers/describeReal';
import { blocksOf, ROOT } from './pages';

const MINUTE = 60_000;
jest.setTimeout(15 * MINUTE);

const PAGE = 'try-it.md';
const HERE = /^\*Run by `e2e\/src\/docs\/tryIt\.real\.test\.ts`/;

/** What `npm run image:plugins` makes; that of `npm run hosts` is the same. */
const IMAGES = ['dist/images', '.model-catalog/hosts-images']
  .map(folder => join(ROOT, folder))
  .find(folder => existsSync(join(folder, 'model-catalog-plugins')));

function whyNot(): string | undefined {
  if (!IMAGES) return 'the plugins are not packed (npm run image:plugins)';
  const tools = ['bash', 'curl', 'jq', 'tar', 'skopeo'];
  const missing = tools.filter(
    tool => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0,
  );
  return missing.length > 0 ? `no ${missing.join(', ')} here` : undefined;
}

const reason = whyNot();
if (reason) logLine(`The commands of docs/${PAGE} are not run: ${reason}`);
const describePage = reason ? describe.skip : describe;

/** The ports that the page names, each with a free one in its place. */
async function otherPorts(): Promise<(text: string) => string> {
  const named = ['18082', '18080', '18081', '9090', '7007', 'metrics'];
  const ports = new Map<string, number>();
  for (const port of named) ports.set(port, await freePort());
  const flags = [
    ['control', '18082'],
    ['registry', '18080'],
    ['catalog', '18081'],
  ].map(([name, port = '']) => `--port-${name} ${ports.get(port)}`);
  return text =>
    text
      .replace(
        'serve --dir',
        `serve ${flags.join(
          ' ',
        )} --port-kubernetes 0 --port-model-servers 0 --dir`,
      )
      .replace(
        'cli.cjs deploy',
        `cli.cjs --control http://127.0.0.1:${ports.get('18082')} deploy`,
      )
      .replace(
        'export KUBECONFIG',
        `export LOCATION_ADDRESS=127.0.0.1:${ports.get(
          '9090',
        )} METRICS_ADDRESS=127.0.0.1:${ports.get(
          'metrics',
        )} BRIDGE_URL=http://localhost:${ports.get('9090')} KUBECONFIG`,
      )
      .replace(/\b(18080|18081|18082|9090|7007)\b/g, port =>
        String(ports.get(port)),
      );
}

describePage('a reader who has these pages and nothing else', () => {
  let dir: string;
  let trial: string;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'reader-'));
    trial = await mkdtemp(join(tmpdir(), 'trial-'));
  });
  afterEach(async () => {
    await rm(dir, { recursive: true, force: true });
    await rm(trial, { recursive: true, force: true });
  });

  /** A clean folder with what a clone has, and the Backstage of step 4. */
  async function prepare(withPorts: (text: string) => string): Promise<string> {
    const [cell] = choose({
      ...{ releases: ['1.42.5'], nodes: [] },
      ...{ ends: false, acceptance: true },
    });
    if (!cell) throw new Error('There is no host 1.42.5');
    const [host] = await installAll([cell], { root: ROOT, say: logLine });
    if (!host) throw new Error('The host was not installed');
    // Backstage must not take the clone, which has workspaces, for its own root.
    for (const name of ['packages', 'e2e', 'package.json']) {
      await symlink(join(ROOT, name), join(dir, name));
    }
    const example = 'app-config.extra.yaml';
    const text = await readFile(join(ROOT, example), 'utf8');
    await writeFile(join(dir, example), withPorts(text));
    await mkdir(join(dir, 'dist'));
    await symlink(IMAGES ?? '', join(dir, 'dist/images'));
    const backstage = join(trial, 'backstage');
    await mkdir(backstage, { recursive: true });
    for (const name of ['package.json', 'index.js', 'app']) {
      await cp(join(host.dir, name), join(backstage, name), {
        recursive: true,
      });
    }
    await symlink(
      join(host.dir, 'node_modules'),
      join(backstage, 'node_modules'),
    );
    await placeDriver(host.driver, host.dir);
    return dirname(host.installed.program);
  }

  it('has a Backstage with the packed plugins that shows the cluster', async () => {
    const withPorts = await otherPorts();
    const bin = await prepare(withPorts);
    const blocks = blocksOf(PAGE).filter(({ below }) => HERE.test(below));
    expect(blocks.length).toBeGreaterThan(5);
    const commands = blocks
      .map(({ text }) => withPorts(text).replace('$(mktemp -d)', trial))
      .join('\n');

    // As in one terminal: what is started stays until the page ends it.
    const shell = spawn('bash', ['-e', '-o', 'pipefail', '-c', commands], {
      cwd: dir,
      detached: true,
      env: {
        HOME: dir,
        PATH: [bin, process.env.PATH].join(delimiter),
        NODE_ENV: 'production',
      },
    });
    let told = '';
    shell.stdout.on('data', chunk => {
      told += chunk;
    });
    shell.stderr.on('data', chunk => {
      told += chunk;
    });
    const [code] = await once(shell, 'exit').finally(() => {
      try {
        // What it started, if it ended before it could end them.
        process.kill(-Number(shell.pid));
      } catch {
        // All of them are gone.
      }
    });

    expect(code === 0 ? '' : told).toBe('');
    expect(told).toContain('genai-team-granite-3-3-8b-instruct\n');
    expect(told).toContain('granite-3.3-8b-instruct-1.0\n');
    expect(told).toContain('Discovering ResourceEntities from Model Server\n');
    expect(told).toMatch(/\d+ ok, \d+ warn, 0 fail/);
  });
});
