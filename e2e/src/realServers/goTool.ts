import { execFile } from 'child_process';
import { tmpdir } from 'os';
import { join } from 'path';
import { promisify } from 'util';
import { type GoVersion, isAtLeast, parseGoVersion } from './goVersion';

const run = promisify(execFile);

/** A usable Go; `version` is the whole line of `go version`. */
export interface GoTool {
  readonly kind: 'found';
  readonly path: string;
  readonly version: string;
}

/** Why something cannot be done on this machine, in one line for people. */
export interface Unavailable {
  readonly kind: 'unavailable';
  readonly reason: string;
}

const HOW_TO_GET_IT =
  'install it from https://go.dev/dl/ and put it on PATH (or set GOROOT)';

/** Where Go may be: PATH first, then GOROOT, then where its installer puts it. */
export function goCandidates(env: NodeJS.ProcessEnv): string[] {
  return [
    'go',
    ...(env.GOROOT ? [join(env.GOROOT, 'bin', 'go')] : []),
    '/usr/local/go/bin/go',
  ];
}

async function versionLine(
  path: string,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  try {
    // Outside any module, or Go could answer for the toolchain of that module.
    const { stdout } = await run(path, ['version'], {
      cwd: tmpdir(),
      env: { ...env, GOTOOLCHAIN: 'local' },
      timeout: 20_000,
    });
    return stdout.trim();
  } catch {
    return undefined;
  }
}

/** The first Go on this machine that is `required` or newer. */
export async function findGo(
  required: GoVersion,
  env: NodeJS.ProcessEnv,
): Promise<GoTool | Unavailable> {
  const tooOld: string[] = [];
  for (const path of goCandidates(env)) {
    const line = await versionLine(path, env);
    const version = line === undefined ? undefined : parseGoVersion(line);
    if (line === undefined || version === undefined) continue;
    if (isAtLeast(version, required)) {
      return { kind: 'found', path, version: line };
    }
    tooOld.push(`${version.full} at ${path}`);
  }
  const found =
    tooOld.length > 0 ? `too old: ${tooOld.join(', ')}` : 'not found';
  return {
    kind: 'unavailable',
    reason: `The real kube-apiserver is skipped: Go ${required.full.slice(
      2,
    )} or newer is needed to build it (${found}); ${HOW_TO_GET_IT}.`,
  };
}
