import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { runAcceptance } from './acceptance/runAcceptance';
import { HELP, readOptions, UsageError } from './cli/options';
import { closingLine, tableOf } from './cli/table';
import { Measured, mergeRows, type Row } from './document/measured';
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
    return await runAcceptance(cells, { root, plugins, variants, say });
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
