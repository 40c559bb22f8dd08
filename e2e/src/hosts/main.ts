import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { runAcceptance } from './acceptance/runAcceptance';
import { HELP, type Options, readOptions, UsageError } from './cli/options';
import { closingLine, inColumns, tableOf } from './cli/table';
import { Measured, mergeRows, type Row } from './document/measured';
import { growthOf, growthRows } from './growth/growth';
import { runGrowth } from './growth/runGrowth';
import { choose } from './matrix/choose';
import { runAll } from './run/runAll';

const began = Date.now();

const say = (line: string) => {
  const seconds = Math.round((Date.now() - began) / 1000);
  process.stderr.write(`[${String(seconds).padStart(4)} s] ${line}\n`);
};

/** What scripts/hosts.mjs says: it knows the repository, and this does not. */
const {
  HOSTS_ROOT: root = resolve('.'),
  HOSTS_PLUGINS: ownPlugins,
  HOSTS_MKDOCS_PATH: mkdocsPath,
} = process.env;

/** What a hub may grow by when it reads 1,000 models itself. */
const MOST_MB = 100;

/** Keeps a row in the place of the one before; what ends a long run costs the rest only. */
async function save(row: Row): Promise<void> {
  const file = join(root, 'e2e/hosts/measured.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  const before = text ? Measured.parse(JSON.parse(text)).rows : [];
  const measured: Measured = {
    measuredAt: new Date().toISOString().slice(0, 10),
    rows: mergeRows(before, [row]),
  };
  await writeFile(file, `${JSON.stringify(measured, undefined, 2)}\n`);
}

/** On one host: the newest, unless one is named. */
async function measureGrowth(
  { releases, models, starts, nodes, json, save: keep }: Options,
  plugins: string,
): Promise<number> {
  const wanted = { releases, nodes, ends: false, acceptance: true };
  const cell = choose(wanted).at(-1);
  if (!cell) throw new UsageError('--host: which?');
  const growth = await runGrowth(cell, {
    ...{ root, plugins, models, rounds: starts, say },
  });
  if (keep) {
    const text = JSON.stringify(growth, undefined, 2);
    await writeFile(join(root, 'e2e/hosts/growth.json'), `${text}\n`);
  }
  process.stdout.write(
    json ? `${JSON.stringify(growth)}\n` : `${inColumns(growthRows(growth))}\n`,
  );
  return growthOf(growth) <= MOST_MB ? 0 : 1;
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const cells = choose(options);
  const plugins = options.plugins ?? ownPlugins;
  if (!plugins) {
    throw new UsageError('--plugins: which plugins are to be loaded?');
  }
  if (options.acceptance) {
    const { variants } = options;
    const run = { root, plugins, variants, say };
    const { closing, code } = await runAcceptance(cells, run);
    process.stdout.write(`${closing}\n`);
    return code;
  }
  if (options.growth) {
    return await measureGrowth(options, plugins);
  }
  const rows = await runAll(cells, {
    ...{ root, plugins, mkdocsPath, say },
    onRow: options.save ? save : undefined,
  });
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ rows })}\n`
      : `${tableOf(rows)}\n${closingLine(rows)}\n`,
  );
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
