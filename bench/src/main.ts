import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { measureMaas } from './maas/measureMaas';
import { toMaasTable } from './maas/table';
import type { MaasResult } from './maas/types';
import { toScaleTable } from './scale/table';
import { type Part, PARTS } from './scale/rig';
import { measureScale } from './scale/measureScale';
import type { ScaleResult } from './scale/types';
import { serveWorld } from './scale/world/serveWorld';
import { measureSync } from './sync/measure';
import { toTable } from './sync/table';
import type { SyncResult } from './sync/types';

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) {
    throw new InvalidArgumentError('It must be a whole number.');
  }
  return value;
}

/** Several sizes, to see how a cost grows. */
function counts(text: string): number[] {
  return text.split(',').map(count);
}

const BRIDGE = resolve(
  __dirname,
  '../../packages/model-catalog-bridge/dist/main.cjs',
);

const started = performance.now();

function progress(text: string): void {
  const seconds = Math.round((performance.now() - started) / 1000);
  process.stderr.write(`[${seconds} s] ${text}\n`);
}

function partsOf(text: string): Part[] {
  return PARTS.filter(part => text.split(',').includes(part));
}

type Flags = {
  models: number[];
  versions: number;
  deployed: number;
  cards: number;
  registry?: string;
  catalog?: string;
  json?: boolean;
};

const program = new Command('bench').description(
  'Measures the connector. Progress is on standard error, results are on standard output.',
);

program
  .command('sync')
  .description(
    'requests, bytes, store writes, time and memory of the first sync, a quiet minute and one changed version',
  )
  .option(
    '--models <n,...>',
    'registered models; several sizes with commas',
    counts,
    [200],
  )
  .option('--versions <n>', 'versions of each model', count, 3)
  .option('--deployed <n>', 'model servers', count, 0)
  .option('--cards <n>', 'catalog models with a card', count, 0)
  .option('--registry <url>', 'a registry that runs somewhere; it is filled')
  .option('--catalog <url>', 'a model catalog that runs somewhere')
  .option('--json', 'print one JSON array')
  .action(async (flags: Flags) => {
    const results: SyncResult[] = [];
    for (const models of flags.models) {
      results.push(
        await measureSync({
          ...flags,
          models,
          bundle: BRIDGE,
          progress,
        }),
      );
    }
    process.stdout.write(
      `${flags.json ? JSON.stringify(results) : toTable(results)}\n`,
    );
  });

type ScaleFlags = {
  models: number[];
  distinct?: boolean;
  parts: Part[];
  keep?: boolean;
  profile?: boolean;
  changes: number;
  quiet: number;
  patience: number;
  json?: boolean;
};

program
  .command('scale')
  .description(
    'from the cluster to the catalog of a real Backstage on PostgreSQL: times, requests and memory, beside a provider that does what the existing one does',
  )
  .option(
    '--models <n,...>',
    'models, each with a server; several sizes with commas',
    counts,
    [100],
  )
  .option('--distinct', 'give every model an API definition of its own')
  .option('--changes <n>', 'single changes', count, 25)
  .option(
    '--patience <minutes>',
    'how long to wait until everything is visible',
    count,
    20,
  )
  .option('--quiet <minutes>', 'how long to watch nothing change', count, 2)
  .option(
    '--parts <list>',
    `what is measured, of ${PARTS.join(', ')}`,
    partsOf,
    [...PARTS],
  )
  .option('--keep', 'leave logs and files where they are')
  .option(
    '--profile',
    'leave a processor profile of each Backstage beside the logs',
  )
  .option('--json', 'print JSON: one object, or an array of several sizes')
  .action(async (flags: ScaleFlags) => {
    const results: ScaleResult[] = [];
    for (const models of flags.models) {
      results.push(
        await measureScale({
          models,
          distinct: flags.distinct === true,
          parts: new Set(flags.parts),
          keep: flags.keep === true || flags.profile === true,
          profile: flags.profile === true,
          changes: flags.changes,
          quietMinutes: flags.quiet,
          patienceMs: flags.patience * 60_000,
          bundle: BRIDGE,
          program: __filename,
          root: resolve(__dirname, '../..'),
          progress,
        }),
      );
    }
    const [first] = results;
    const json = JSON.stringify(results.length === 1 ? first : results);
    process.stdout.write(`${flags.json ? json : toScaleTable(results)}\n`);
  });

program
  .command('maas')
  .description(
    'requests, writes, time and memory of publishing models through a simulated 3scale, of a second pass, and of reading the offerings',
  )
  .option(
    '--models <n,...>',
    'models that ask for it; several sizes with commas',
    counts,
    [200],
  )
  .option('--json', 'print one JSON array')
  .action(async (flags: Pick<Flags, 'models' | 'json'>) => {
    const results: MaasResult[] = [];
    for (const models of flags.models) {
      results.push(await measureMaas({ models, bundle: BRIDGE, progress }));
    }
    process.stdout.write(
      `${flags.json ? JSON.stringify(results) : toMaasTable(results)}\n`,
    );
  });

program
  .command('world <dir>', { hidden: true })
  .action((dir: string) => serveWorld(dir));

program.parseAsync().catch((error: unknown) => {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`The benchmark failed: ${reason}\n`);
  process.exitCode = 1;
});
