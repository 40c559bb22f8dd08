import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod/v4';

jest.setTimeout(120_000);

const ROOT = resolve(__dirname, '../../..');
const BUILD = join(ROOT, 'scripts/lib/faultsBundle.mjs');
const BUNDLE = join(ROOT, 'e2e/dist/faults.cjs');

const Result = z.object({ stdout: z.string(), code: z.number().default(0) });
const Report = z.object({
  faults: z.number(),
  lost: z.number(),
  poorer: z.number(),
  leaked: z.number(),
  unhealed: z.number(),
});

const run = promisify(execFile);

/** The command line's report and exit code. */
async function walk(args: string[], env: Record<string, string> = {}) {
  const out = await mkdtemp(join(tmpdir(), 'walk-'));
  try {
    const ended = await run(process.execPath, [BUNDLE, ...args, '--json'], {
      env: {
        ...process.env,
        FAULTS_WORLD: join(ROOT, 'e2e/faults/world'),
        FAULTS_OUT: out,
        ...env,
      },
    }).catch((error: unknown) => error);
    const { stdout, code } = Result.parse(ended);
    return { code, ...Report.parse(JSON.parse(stdout)) };
  } finally {
    await rm(out, { recursive: true });
  }
}

describe('a short walk', () => {
  beforeAll(async () => {
    // A process of its own: jest does not run ES modules.
    const program = `const { buildFaults } = await import(${JSON.stringify(
      pathToFileURL(BUILD).href,
    )}); await buildFaults();`;
    await run(process.execPath, ['--input-type=module', '--eval', program]);
  });

  it('loses nothing, makes nothing poorer, leaks nothing, and heals', async () => {
    const args = ['--seed', '2001', '--count', '8', '--jobs', '1'];
    expect(await walk(args)).toEqual({
      ...{ code: 0, faults: 8 },
      ...{ lost: 0, poorer: 0, leaked: 0, unhealed: 0 },
    });
  });

  it('shows again what changed while lists were empty, with the next list', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'walk-'));
    const file = join(dir, 'script.json');
    const steps = [
      { do: 'break', kind: 'kubernetes-empty', salt: 0 },
      { do: 'change', change: { what: 'stop', server: 'llm-1' } },
      { do: 'pass', seconds: 30 },
    ];
    await writeFile(
      file,
      JSON.stringify({ seed: 1, topology: 'three', steps }),
    );
    const { code, unhealed } = await walk(['--replay', file]);
    await rm(dir, { recursive: true });
    expect({ code, unhealed }).toEqual({ code: 0, unhealed: 0 });
  });

  it('notices an entity that is lost', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'walk-'));
    const file = join(dir, 'script.json');
    const steps = [{ do: 'break', kind: 'lease-deleted', salt: 0 }];
    await writeFile(file, JSON.stringify({ seed: 1, topology: 'all', steps }));
    // Played again, as one that failed is shortened first.
    const { code, lost } = await walk(['--replay', file], {
      FAULTS_SABOTAGE: 'yes',
    });
    await rm(dir, { recursive: true });
    expect(code).toBe(1);
    expect(lost).toBeGreaterThan(0);
  });
});
