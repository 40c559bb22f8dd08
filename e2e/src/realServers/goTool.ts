import { spawnSync } from 'child_process';
import { tmpdir } from 'os';
import { join } from 'path';
import { type GoVersion, isAtLeast, parseGoVersion } from './goVersion';

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

function versionLine(path: string, env: NodeJS.ProcessEnv): string {
  // Outside any module, or Go could answer for the toolchain of that module.
  const { stdout } = spawnSync(path, ['version'], {
    cwd: tmpdir(),
    env: { ...env, GOTOOLCHAIN: 'local' },
    timeout: 20_000,
    encoding: 'utf8',
  });
  return stdout?.trim() ?? '';
}

/**
 * The first Go on this machine that is `required` or newer. Synchronous, so
 * that a suite can decide while it is being declared.
 */
export function findGo(
  required: GoVersion,
  env: NodeJS.ProcessEnv,
): GoTool | Unavailable {
  const tooOld: string[] = [];
  for (const path of goCandidates(env)) {
    const line = versionLine(path, env);
    const version = parseGoVersion(line);
    if (version === undefined) continue;
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
