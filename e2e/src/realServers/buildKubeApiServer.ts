import { existsSync, readFileSync } from 'fs';
import { mkdir, rename, rm } from 'fs/promises';
import { availableParallelism, homedir } from 'os';
import { join, resolve } from 'path';
import { cacheKey } from './cacheKey';
import { findGo, type GoTool, type Unavailable } from './goTool';
import { requiredGoVersion } from './goVersion';
import { runTool } from './runTool';

/** The Go module that becomes the binary. */
export const REAL_SERVERS_FOLDER = resolve(__dirname, '../../real-servers');

const SOURCES = ['go.mod', 'go.sum', 'main.go'] as const;
// Without these the server would call itself v0.0.0-master.
const VERSION_PACKAGE = 'k8s.io/component-base/version';

/** How to build; everything has a default but the log. */
export interface BuildOptions {
  /** Default: $MODEL_CATALOG_CACHE, else ~/.cache/model-catalog. */
  readonly cacheDir?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
  /** Packages compiled at the same time: each costs up to 0.7 GB. */
  readonly jobs?: number;
}

/** The binary, or why there can be none on this machine. */
export type BuildResult =
  | {
      readonly kind: 'built';
      readonly binary: string;
      readonly cached: boolean;
    }
  | Unavailable;

/** Where binaries are kept between runs. */
export function defaultCacheDir(env: NodeJS.ProcessEnv): string {
  return env.MODEL_CATALOG_CACHE || join(homedir(), '.cache', 'model-catalog');
}

/** The linker flags: small binary, and the release that go.mod names. */
export function linkerFlags(goMod: string): string {
  const release = /k8s\.io\/kubernetes v(\d+)\.(\d+)\.(\d+)/.exec(goMod);
  if (!release) throw new Error('go.mod does not require k8s.io/kubernetes');
  const [, major, minor, patch] = release;
  return [
    '-s -w',
    `-X ${VERSION_PACKAGE}.gitVersion=v${major}.${minor}.${patch}`,
    `-X ${VERSION_PACKAGE}.gitMajor=${major}`,
    `-X ${VERSION_PACKAGE}.gitMinor=${minor}`,
  ].join(' ');
}

interface Compilation {
  readonly go: GoTool;
  readonly ldflags: string;
  readonly target: string;
  readonly options: BuildOptions;
}

async function compile({ go, ldflags, target, options }: Compilation) {
  const env = options.env ?? process.env;
  const jobs =
    options.jobs ?? Math.max(2, Math.min(4, availableParallelism() - 1));
  // Built beside its place and renamed: nobody ever sees half a binary.
  const unfinished = `${target}.${process.pid}.unfinished`;
  const started = Date.now();
  const minutes = () => Math.round((Date.now() - started) / 60_000);
  const progress = setInterval(
    () => options.log(`Building kube-apiserver: ${minutes()} min so far`),
    60_000,
  );
  try {
    const { code, output } = await runTool({
      command: go.path,
      args: [
        'build',
        '-buildvcs=false',
        '-p',
        `${jobs}`,
        '-ldflags',
        ldflags,
        '-o',
        unfinished,
        '.',
      ],
      cwd: REAL_SERVERS_FOLDER,
      env: { ...env, GOTOOLCHAIN: 'local', CGO_ENABLED: '0' },
    });
    if (code !== 0) {
      throw new Error(
        `Building kube-apiserver in e2e/real-servers with ${go.version} failed (exit code ${code}). The first build downloads Go modules: check the network and GOPROXY. Go printed last:\n${output}`,
      );
    }
    await rename(unfinished, target);
  } finally {
    clearInterval(progress);
    await rm(unfinished, { force: true });
  }
}

interface Plan {
  readonly go: GoTool;
  readonly ldflags: string;
  readonly name: string;
}

function planBuild(env: NodeJS.ProcessEnv): Plan | Unavailable {
  const files = SOURCES.map(name => ({
    name,
    content: readFileSync(join(REAL_SERVERS_FOLDER, name), 'utf8'),
  }));
  const goMod = files[0]?.content ?? '';
  const required = requiredGoVersion(goMod);
  if (!required) throw new Error('e2e/real-servers/go.mod has no go line');
  const go = findGo(required, env);
  if (go.kind === 'unavailable') return go;
  const ldflags = linkerFlags(goMod);
  const key = cacheKey({ files, tool: `${go.version} ${ldflags}` });
  return { go, ldflags, name: `kube-apiserver-${key}` };
}

/**
 * Why this machine cannot have the real kube-apiserver, in one line, or
 * undefined when it can. Synchronous: a suite asks while it is being declared.
 */
export function whyNoKubeApiServer(
  env: NodeJS.ProcessEnv = process.env,
): string | undefined {
  const plan = planBuild(env);
  return 'reason' in plan ? plan.reason : undefined;
}

/**
 * The real kube-apiserver as a binary: from the cache, else built with Go into
 * it (4 to 7 minutes and 2 GB of memory once; the key is made of the module's
 * source and the Go release).
 *
 * @throws Error when Go is there but the build fails
 */
export async function buildKubeApiServer(
  options: BuildOptions,
): Promise<BuildResult> {
  const env = options.env ?? process.env;
  const plan = planBuild(env);
  if ('reason' in plan) return plan;
  const { go, ldflags, name } = plan;
  const cacheDir = options.cacheDir ?? defaultCacheDir(env);
  const binary = join(cacheDir, name);
  if (existsSync(binary)) return { kind: 'built', binary, cached: true };

  await mkdir(cacheDir, { recursive: true });
  options.log(
    `Building kube-apiserver with ${go.version}: 4 to 7 minutes, only this once`,
  );
  const started = Date.now();
  await compile({ go, ldflags, target: binary, options });
  options.log(
    `Built kube-apiserver in ${Math.round((Date.now() - started) / 1000)} s`,
  );
  return { kind: 'built', binary, cached: false };
}
