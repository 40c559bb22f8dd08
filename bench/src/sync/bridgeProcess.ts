import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod/v4';

const Settings = z.object({
  environment: z.array(z.object({ name: z.string(), value: z.string() })),
});

/** What the bridge is to have in its environment, as everywhere it is started. */
function environmentOf(bundle: string): Record<string, string> {
  const file = join(dirname(bundle), '../src/processSettings.json');
  const { environment } = Settings.parse(
    JSON.parse(readFileSync(file, 'utf8')),
  );
  return Object.fromEntries(
    environment.map(({ name, value }) => [name, value]),
  );
}

/** In which the kernel counts processor time, on all common systems. */
const TICKS_PER_SECOND = 100;

/** The bridge under measurement, a process of its own. */
export type BridgeProcess = {
  /** Highest resident memory so far, MB; 0 where the system does not tell. */
  peakRssMb(): Promise<number>;
  /** Resident memory of now, MB; 0 where the system does not tell. */
  rssMb(): Promise<number>;
  /** Processor time so far; 0 where the system does not tell. */
  cpuSeconds(): Promise<number>;
  /** The exit code, once it has ended. */
  ended(): number | undefined;
  stop(): Promise<void>;
};

/** The highest resident memory, or that of now, that a `/proc/<pid>/status` file names; 0 without such a file. */
async function megabytesIn(
  file: string,
  field: 'VmHWM' | 'VmRSS' = 'VmHWM',
): Promise<number> {
  try {
    const status = await readFile(file, 'utf8');
    const kb = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
    return Math.round(Number(kb ?? 0) / 1024);
  } catch {
    return 0;
  }
}

/** The processor time that a `/proc/<pid>/stat` file tells. */
async function cpuSecondsIn(file: string): Promise<number> {
  try {
    // The name before the last bracket may hold spaces.
    const fields = (await readFile(file, 'utf8')).split(') ').pop()?.split(' ');
    const ticks = Number(fields?.[11]) + Number(fields?.[12]);
    return Number.isFinite(ticks) ? ticks / TICKS_PER_SECOND : 0;
  } catch {
    return 0;
  }
}

function exitOf(child: ChildProcess): Promise<void> {
  return new Promise(resolve => {
    child.once('exit', () => resolve());
  });
}

export type BridgeStart = {
  bundle: string;
  role: string;
  environment: Readonly<Record<string, string>>;
  /** Where its log goes, as `<role>.log`. */
  dir: string;
};

/** Starts one role. */
export function startBridge(start: BridgeStart): BridgeProcess {
  const { bundle, role, environment, dir } = start;
  const log = openSync(join(dir, `${role}.log`), 'w');
  const child = spawn(process.execPath, [bundle, role], {
    cwd: dir,
    env: {
      PATH: process.env.PATH,
      ...environmentOf(bundle),
      ...environment,
    },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const exited = exitOf(child);
  return {
    peakRssMb: () => megabytesIn(`/proc/${child.pid}/status`),
    rssMb: () => megabytesIn(`/proc/${child.pid}/status`, 'VmRSS'),
    cpuSeconds: () => cpuSecondsIn(`/proc/${child.pid}/stat`),
    ended: () => child.exitCode ?? undefined,
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/**
 * Peak resident memory of the bundle that only prints its help, MB: what Node
 * and the imported code take. 0 where the system does not tell.
 */
export async function baselineRssMb(
  bundle: string,
  dir: string,
  role = 'all',
): Promise<number> {
  const file = join(dir, 'baseline');
  const script = [
    "const fs = require('node:fs');",
    "process.on('exit', () => fs.writeFileSync(process.env.BASELINE, fs.readFileSync('/proc/self/status')));",
    "process.argv.push(process.env.BUNDLE, process.env.ROLE, '--help');",
    'require(process.env.BUNDLE);',
  ].join('\n');
  const child = spawn(process.execPath, ['-e', script], {
    stdio: 'ignore',
    env: {
      ...environmentOf(bundle),
      BUNDLE: bundle,
      BASELINE: file,
      ROLE: role,
    },
  });
  await exitOf(child);
  return megabytesIn(file);
}
