import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
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
          bundle: resolve(
            __dirname,
            '../../packages/model-catalog-bridge/dist/main.cjs',
          ),
          progress: text => process.stderr.write(`${text}\n`),
        }),
      );
    }
    process.stdout.write(
      `${flags.json ? JSON.stringify(results) : toTable(results)}\n`,
    );
  });

program.parseAsync().catch((error: unknown) => {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`The benchmark failed: ${reason}\n`);
  process.exitCode = 1;
});
