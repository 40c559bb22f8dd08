import { existsSync } from 'fs';
import { mkdir } from 'fs/promises';
import { join } from 'path';
import { defaultCacheDir, type Unavailable } from '../../realServers';
import { findGo } from '../../realServers/goTool';
import { parseGoVersion } from '../../realServers/goVersion';
import { runTool } from '../../realServers/runTool';

/** The tools that render manifests and judge workflows, as Go modules, each at the release that was tried. */
const MODULES = {
  kustomize: {
    module: 'sigs.k8s.io/kustomize/kustomize/v5',
    version: 'v5.7.1',
  },
  helm: { module: 'helm.sh/helm/v3/cmd/helm', version: 'v3.19.0' },
  actionlint: {
    module: 'github.com/rhysd/actionlint/cmd/actionlint',
    version: 'v1.7.7',
  },
} as const;

export type ManifestTool = keyof typeof MODULES;

const REQUIRED = parseGoVersion('go1.24.0');

interface ToolOptions {
  readonly log: (line: string) => void;
  readonly env?: NodeJS.ProcessEnv;
}

/** The tool, or why it cannot be had here. */
export type FoundTool =
  | { readonly kind: 'found'; readonly path: string }
  | Unavailable;

/**
 * The tool from the cache, else built with Go into it (half a minute to two,
 * once).
 *
 * @throws Error when Go is there but the build fails
 */
export async function manifestTool(
  name: ManifestTool,
  { log, env = process.env }: ToolOptions,
): Promise<FoundTool> {
  const { module, version } = MODULES[name];
  const folder = join(defaultCacheDir(env), 'tools', `${name}-${version}`);
  const path = join(folder, name);
  if (existsSync(path)) return { kind: 'found', path };
  const go = REQUIRED && findGo(REQUIRED, env);
  if (go?.kind !== 'found') {
    return {
      kind: 'unavailable',
      reason: `${name} ${version} is not there and needs Go 1.24 or newer to be built`,
    };
  }
  log(`Building ${name} ${version}: a minute or two, only this once`);
  await mkdir(folder, { recursive: true });
  const { code, output } = await runTool({
    command: go.path,
    args: ['install', '-p', '2', `${module}@${version}`],
    cwd: folder,
    env: { ...env, GOTOOLCHAIN: 'local', CGO_ENABLED: '0', GOBIN: folder },
  });
  if (code !== 0) throw new Error(`go install ${module}@${version}: ${output}`);
  return { kind: 'found', path };
}
