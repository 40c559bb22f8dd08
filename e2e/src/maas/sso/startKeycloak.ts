import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { freePort } from '@model-catalog/rhoai-simulator';
import { fetch } from 'undici';
import { waitFor } from '../../realServers';
import { ServerProcess } from '../../realServers/ServerProcess';
import { fetchKeycloak } from './fetchKeycloak';
import type { FoundKeycloak } from './findKeycloak';

const READY_MS = 5 * 60_000;
const GRACE_MS = 20_000;
const LOG_CHARS = 3000;

/** What Keycloak starts with. */
export interface KeycloakOptions {
  readonly found: FoundKeycloak;
  /** JSON of realms; called with the address that it will have. */
  readonly realms: (url: string) => Readonly<Record<string, unknown>>;
  /** What the realms take from the environment, as the operator's import does. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
}

/** Of the realm `master`. */
export const ADMINISTRATOR = {
  username: 'administrator',
  password: 'password of the administrator',
} as const;

/** A Keycloak that runs on loopback. */
export interface RunningKeycloak {
  readonly url: string;
  readonly startedInMs: number;
  rssMb(): Promise<number>;
  /** Ends it and removes what it wrote. */
  dispose(): Promise<void>;
}

const OPENED = ['util', 'util.concurrent', 'security'];

/** As Keycloak's own script starts Java, in half a gigabyte of heap. */
function javaArguments(home: string, url: URL): string[] {
  return [
    ...['-Xmx512m', '-XX:MaxMetaspaceSize=256m', '-XX:+UseSerialGC'],
    ...OPENED.map(name => `--add-opens=java.base/java.${name}=ALL-UNNAMED`),
    '-Dkeycloak.migration.replace-placeholders=true',
    `-Dkc.home.dir=${home}`,
    `-Djboss.server.config.dir=${join(home, 'conf')}`,
    '-Djava.util.logging.manager=org.jboss.logmanager.LogManager',
    '-Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory',
    ...['-cp', join(home, 'lib/quarkus-run.jar')],
    'io.quarkus.bootstrap.runner.QuarkusEntryPoint',
    ...['start', '--optimized', '--cache=local', '--import-realm'],
    ...['--http-enabled=true', `--http-host=${url.hostname}`],
    ...[`--http-port=${url.port}`, `--hostname=${url.origin}`],
  ];
}

/** A folder of its own that shares the programs of the cached one. */
async function makeHome(
  cached: string,
  realms: Readonly<Record<string, unknown>>,
): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'keycloak-'));
  for (const name of ['lib', 'conf', 'providers', 'themes']) {
    await symlink(join(cached, name), join(home, name));
  }
  const folder = join(home, 'data', 'import');
  await mkdir(folder, { recursive: true });
  for (const [name, realm] of Object.entries(realms)) {
    await writeFile(join(folder, `${name}.json`), JSON.stringify(realm));
  }
  return home;
}

/**
 * Starts Keycloak with realms and waits until it serves each of them.
 *
 * @throws Error with the end of its log when it ends or never gets ready
 */
export async function startKeycloak(
  options: KeycloakOptions,
): Promise<RunningKeycloak> {
  const { found, secrets, log } = options;
  await fetchKeycloak(found, log);
  const since = Date.now();
  const url = new URL(`http://127.0.0.1:${await freePort()}`);
  const realms = options.realms(url.origin);
  const home = await makeHome(found.home, realms);
  const logFile = join(home, 'log');
  const server = ServerProcess.start({
    binary: found.java,
    args: javaArguments(home, url),
    cwd: home,
    logFile,
    env: {
      ...process.env,
      ...secrets,
      KC_BOOTSTRAP_ADMIN_USERNAME: ADMINISTRATOR.username,
      KC_BOOTSTRAP_ADMIN_PASSWORD: ADMINISTRATOR.password,
    },
  });
  const dispose = async () => {
    await server.stop(GRACE_MS);
    await rm(home, { recursive: true, force: true });
  };
  const serves = async () => {
    if (!server.running) {
      const text = (await readFile(logFile, 'utf8')).slice(-LOG_CHARS);
      throw new Error(`Keycloak ended with ${await server.ended}:\n${text}`);
    }
    for (const name of Object.keys(realms)) {
      const realm = new URL(`/realms/${name}`, url);
      const answer = await fetch(realm).catch(() => undefined);
      if (answer?.status !== 200) return undefined;
    }
    return true;
  };
  try {
    await waitFor(serves, {
      what: `Keycloak at ${url.origin} with its realms`,
      timeoutMs: READY_MS,
      intervalMs: 250,
    });
  } catch (error) {
    await dispose();
    throw error;
  }
  const startedInMs = Date.now() - since;
  log(`Keycloak ready at ${url.origin} after ${startedInMs / 1000} s`);
  const rssMb = async () => await server.rssMb();
  return { url: url.origin, startedInMs, rssMb, dispose };
}
