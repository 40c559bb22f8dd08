import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod/v4';
import { isImage, unpackImage } from '../artifact/unpackImage';
import { installAll, type InstalledCell } from '../install/installAll';
import type { Cell } from '../matrix/choose';
import { PLANNED, type Planned, type VariantName } from './planned';

/** What is needed of jest's own report. */
const Report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numRuntimeErrorTestSuites: z.number(),
});

/** What is to be run, and where everything is. */
export interface AcceptanceOptions {
  readonly root: string;
  /** An OCI layout, or a folder of exported plugins. */
  readonly plugins: string;
  readonly variants: readonly VariantName[];
  readonly say: (line: string) => void;
}

const hostOf = ({ host, dir, driver, installed }: InstalledCell) => ({
  ...{ release: host.release, dir, driver, node: installed },
});

/** Each way to deploy the connector, and the suites that are about it. */
const SUITES: Readonly<Record<VariantName, readonly string[]>> = {
  all: ['all'],
  three: ['three'],
  separate: ['separate'],
  none: ['none', 'twoClusters', 'twoBackends'],
};

const fileOf = (suite: string) => `hosts/acceptance/${suite}.host.test.ts`;

/** Runs the suites of the variants side by side, as they wait most of the time. */
async function runJest(
  { root, variants }: AcceptanceOptions,
  { planned, report }: { planned: Planned; report: string },
): Promise<number> {
  const child = spawn(
    process.execPath,
    [
      join(root, 'node_modules/.bin/jest'),
      `--config=${join(root, 'e2e/jest.hosts.config.js')}`,
      ...['--json', `--outputFile=${report}`],
      ...variants.flatMap(name => SUITES[name]).map(fileOf),
    ],
    {
      cwd: root,
      env: { ...process.env, [PLANNED]: JSON.stringify(planned) },
      // What it prints is for people, and goes where progress goes.
      stdio: ['ignore', 2, 2],
    },
  );
  return await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', code => resolve(code ?? 1));
  });
}

/** A suite that could not be run counts as one failure; so does a missing report. */
async function closingOf(report: string): Promise<string> {
  const text = await readFile(report, 'utf8').catch(() => undefined);
  if (text === undefined) return '0 passed, 1 failed, 0 skipped';
  const counts = Report.parse(JSON.parse(text));
  const { numPassedTests, numPendingTests, numRuntimeErrorTestSuites } = counts;
  const failed = counts.numFailedTests + numRuntimeErrorTestSuites;
  return `${numPassedTests} passed, ${failed} failed, ${numPendingTests} skipped`;
}

/** Installs the hosts and runs the acceptance suite on each, with each way to deploy the connector; gives the closing line that CI reads, and jest's exit code. */
export async function runAcceptance(
  cells: readonly Cell[],
  options: AcceptanceOptions,
): Promise<{ closing: string; code: number }> {
  const { plugins: given, say } = options;
  const unpacked = await mkdtemp(join(tmpdir(), 'model-catalog-plugins-'));
  try {
    const plugins = isImage(given) ? await unpackImage(given, unpacked) : given;
    const installed = await installAll(cells, options);
    say(`${options.variants.join(', ')} on ${cells.length} hosts`);
    const report = join(unpacked, 'report.json');
    const planned = {
      plugins,
      variants: [...options.variants],
      hosts: installed.map(hostOf),
    };
    const code = await runJest(options, { planned, report });
    return { closing: await closingOf(report), code };
  } finally {
    await rm(unpacked, { recursive: true, force: true });
  }
}
