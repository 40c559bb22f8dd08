import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { HELP, readOptions, UsageError } from './cli/options';
import { isImage, unpackImage } from './artifact/unpackImage';
import { closingLine, tableOf } from './cli/table';
import { Measured, mergeRows, type Row } from './document/measured';
import { findPlugins } from './host/layOut';
import { hostsCache } from './install/cache';
import { installDriver } from './install/installDriver';
import { installHost } from './install/installHost';
import { installNode } from './install/installNode';
import { type Cell, choose } from './matrix/choose';
import { startRig } from './rig/startRig';
import { runHost } from './run/runHost';

const began = Date.now();

const say = (line: string) => {
  const seconds = Math.round((Date.now() - began) / 1000);
  process.stderr.write(`[${String(seconds).padStart(4)} s] ${line}\n`);
};

/** What scripts/hosts.mjs says: it knows the repository, and this does not. */
const ROOT = process.env.HOSTS_ROOT ?? resolve('.');
const inRoot = (path: string) => join(ROOT, path);

const MEASURED = inRoot('e2e/hosts/measured.json');

async function install({ host, node }: Cell) {
  const cache = hostsCache(process.env);
  const where = { sources: inRoot('e2e/hosts'), cache };
  const installed = await installNode(node, cache);
  const [driver, dir] = await Promise.all([
    installDriver(installed, cache),
    installHost(host.release, where),
  ]);
  return { driver, dir, node: installed };
}

async function save(rows: readonly Row[]): Promise<void> {
  const text = await readFile(MEASURED, 'utf8').catch(() => undefined);
  const before = text ? Measured.parse(JSON.parse(text)).rows : [];
  const measured: Measured = {
    measuredAt: new Date().toISOString().slice(0, 10),
    rows: mergeRows(before, rows),
  };
  await writeFile(MEASURED, `${JSON.stringify(measured, undefined, 2)}\n`);
  say(`Kept in ${MEASURED}`);
}

/** Keeps the logs of one host in .model-catalog/logs/hosts. */
function logKeeper(name: string) {
  const folder = inRoot('.model-catalog/logs/hosts');
  return async (form: string, log: string) => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${name}-${form}.log`), log);
  };
}

async function runAll(cells: readonly Cell[], pluginsDir: string) {
  const unpacked = await mkdtemp(join(tmpdir(), 'model-catalog-plugins-'));
  const plugins = await findPlugins(
    isImage(pluginsDir) ? await unpackImage(pluginsDir, unpacked) : pluginsDir,
  );
  say(`Loading ${plugins.map(({ name }) => name).join(' and ')}`);
  const rig = await startRig({
    bridge: inRoot('packages/model-catalog-bridge/dist/main.cjs'),
    world: inRoot('packages/rhoai-simulator/world/demo'),
  });
  const { servers, models } = rig.expected;
  say(`The bridge tells of ${servers} model servers and ${models} models`);
  const rows: Row[] = [];
  try {
    for (const [index, cell] of cells.entries()) {
      const { release } = cell.host;
      const which = `Backstage ${release} on Node.js ${cell.node} (${
        index + 1
      } of ${cells.length})`;
      say(`${which}: installing, if it is not`);
      const workDir = await mkdtemp(join(tmpdir(), 'model-catalog-host-'));
      const installed = await install(cell);
      say(`${which}: starting it with each form of the configuration`);
      const row = await runHost(
        {
          ...{ ...installed, release, plugins, workDir },
          mkdocsPath: process.env.HOSTS_MKDOCS_PATH,
          keepLog: logKeeper(`${release}-node${cell.node}`),
        },
        rig,
      );
      await rm(workDir, { recursive: true, force: true });
      say(`${which}: ${closingLine([row])}`);
      rows.push(row);
    }
  } finally {
    await rig.stop();
    await rm(unpacked, { recursive: true, force: true });
  }
  return rows;
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const cells = choose(options);
  const pluginsDir = options.plugins ?? process.env.HOSTS_PLUGINS;
  if (!pluginsDir) {
    throw new UsageError('--plugins: which exported plugins are to be loaded?');
  }
  const rows = await runAll(cells, pluginsDir);
  if (options.save) {
    await save(rows);
  }
  const report = options.json
    ? `${JSON.stringify({ rows })}\n`
    : `${tableOf(rows)}\n${closingLine(rows)}\n`;
  process.stdout.write(report);
  const verdicts = rows.flatMap(({ outcomes }) => Object.values(outcomes));
  return verdicts.some(({ verdict }) => verdict === 'fail') ? 1 : 0;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => process.exit(130));
}

main().then(
  code => process.exit(code),
  error => {
    const usage = error instanceof UsageError;
    say(usage ? `${error.message}\n\n${HELP}` : String(error.stack ?? error));
    process.exit(usage ? 2 : 1);
  },
);
