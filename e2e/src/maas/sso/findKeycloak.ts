import { spawnSync } from 'child_process';
import { existsSync } from 'fs';
import { join } from 'path';
import { defaultCacheDir, type Unavailable } from '../../realServers';
import { logLine } from '../../realServers/describeReal';

/** The release of which `deploy/maas/sso` takes the operator. */
export const KEYCLOAK = '26.4.0';
const OLDEST_JAVA = 17;

/** What it takes to run Keycloak; `home` may have to be fetched by Maven yet. */
export interface FoundKeycloak {
  readonly kind: 'found';
  readonly java: string;
  readonly home: string;
}

const HOW =
  'install them (Debian: apt-get install openjdk-17-jre-headless maven) and run again';

function javaMajor(java: string): number | undefined {
  // It answers on standard error.
  const { stderr } = spawnSync(java, ['-version'], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  const major = /version "(\d+)/.exec(stderr ?? '')?.[1];
  return major === undefined ? undefined : Number(major);
}

const hasMaven = () =>
  spawnSync('mvn', ['--version'], { timeout: 20_000 }).status === 0;

/**
 * Looks for what Keycloak needs.
 *
 * | Java 17 or newer | in the cache | Maven | answer      |
 * |------------------|--------------|-------|-------------|
 * | no               | any          | any   | unavailable |
 * | yes              | yes          | any   | found       |
 * | yes              | no           | yes   | found       |
 * | yes              | no           | no    | unavailable |
 */
export function findKeycloak(
  env: NodeJS.ProcessEnv = process.env,
): FoundKeycloak | Unavailable {
  const java = env.JAVA_HOME ? join(env.JAVA_HOME, 'bin', 'java') : 'java';
  const home = join(defaultCacheDir(env), `keycloak-${KEYCLOAK}`);
  const major = javaMajor(java);
  const skipped = (why: string): Unavailable => ({
    kind: 'unavailable',
    reason: `The real Keycloak ${KEYCLOAK} is skipped, it needs Java ${OLDEST_JAVA} and Maven: ${why}; ${HOW}.`,
  });
  if (major === undefined) return skipped('there is no Java');
  if (major < OLDEST_JAVA) return skipped(`Java here is ${major}`);
  if (!existsSync(home) && !hasMaven()) return skipped('there is no Maven');
  return { kind: 'found', java, home };
}

/** `describe` where Keycloak can be run, else `describe.skip`, saying why. */
export function describeKeycloak(): jest.Describe {
  const found = findKeycloak();
  if (found.kind === 'unavailable') logLine(found.reason);
  return found.kind === 'found' ? describe : describe.skip;
}
