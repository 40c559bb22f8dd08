import { mkdir, writeFile } from 'fs/promises';
import { join } from 'path';
import { AUDIT_POLICY, serverFiles } from './apiServerArguments';
import { findCrds, loadCrds, OWN_CRDS, waitUntilServed } from './crds';
import {
  newUsers,
  type TestUser,
  writeCredentials,
  writeKubeconfigs,
} from './credentials';
import { type KubernetesAccess, KubernetesClient } from './KubernetesClient';
import {
  launch,
  launchOnFreePort,
  type LaunchOptions,
} from './launchApiServer';
import type { ServerProcess } from './ServerProcess';

const STOP_GRACE_MS = 15_000;

/** How to start; `dir` is a folder of its own, made when it is missing. */
export interface StartOptions {
  readonly binary: string;
  readonly dir: string;
  readonly log: (line: string) => void;
  /** Users who may do nothing until a binding allows it. Default: `limited`. */
  readonly users?: readonly string[];
  /** Record each request in `<dir>/audit.log`. */
  readonly audit?: boolean;
  /** Further flags of kube-apiserver. */
  readonly flags?: readonly string[];
  /**
   * The CRDs of the four kinds that the product reads: the operators' own
   * where they are at hand (`best`, the default), our small ones, or none.
   */
  readonly crds?: 'best' | 'own' | 'none';
  readonly env?: NodeJS.ProcessEnv;
}

/** A user's way in. */
export interface UserAccess {
  readonly token: string;
  /** Path of a kubeconfig file. */
  readonly kubeconfig: string;
}

/** A running kube-apiserver 1.36.3 with its own etcd, on loopback. */
export interface RealKubernetes {
  readonly url: string;
  readonly caPem: string;
  /** Token and kubeconfig of `admin`, who may do everything. */
  readonly token: string;
  readonly kubeconfig: string;
  /** One of the users of the start options. */
  user(name: string): UserAccess;
  /** Path of the audit log: one JSON object per line, when asked for. */
  readonly auditLog: string | undefined;
  /** Changes with each restart. */
  readonly pid: number;
  rssMb(): Promise<number>;
  /** Ends it cleanly; its folder stays. Harmless when it is not running. */
  stop(): Promise<void>;
  /** Stops it when it runs, and starts it on the same data and port. */
  restart(): Promise<void>;
}

async function prepare(options: StartOptions): Promise<TestUser[]> {
  const { dir } = options;
  const users = newUsers(options.users ?? ['limited']);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await writeCredentials(dir, users);
  await writeFile(serverFiles(dir).auditPolicy, AUDIT_POLICY);
  return users;
}

function userNamed(users: readonly TestUser[], name: string): TestUser {
  const user = users.find(candidate => candidate.name === name);
  if (!user) throw new Error(`there is no test user '${name}'`);
  return user;
}

async function withClient(
  access: KubernetesAccess,
  use: (client: KubernetesClient) => Promise<void>,
): Promise<void> {
  const client = new KubernetesClient(access);
  try {
    await use(client);
  } finally {
    await client.close();
  }
}

/** Loads the CRDs; answers the paths under which their kinds are listed. */
async function provideCrds(
  options: StartOptions,
  client: KubernetesClient,
): Promise<string[]> {
  if (options.crds === 'none') return [];
  const crds =
    options.crds === 'own'
      ? { kind: 'own', files: OWN_CRDS }
      : findCrds(options.env ?? process.env);
  const paths = await loadCrds(client, crds.files);
  options.log(
    crds.kind === 'full'
      ? 'CRDs loaded: the full ones of the operators'
      : "CRDs loaded: the project's small ones, which check few fields (the operators' own are looked for in ../shared/crds or $MODEL_CATALOG_SHARED/crds)",
  );
  return paths;
}

/** What a started server is made of; only the process changes, by restarts. */
interface Started {
  readonly launching: LaunchOptions;
  readonly access: Required<KubernetesAccess>;
  readonly users: readonly TestUser[];
  /** Paths that answer once the CRDs are served. */
  lists: readonly string[];
  process: ServerProcess;
}

function handleOf(started: Started): RealKubernetes {
  const { launching, access, users } = started;
  const kubeconfigOf = (name: string) =>
    join(launching.dir, `${name}.kubeconfig`);
  const stop = async () => await started.process.stop(STOP_GRACE_MS);
  return {
    ...access,
    kubeconfig: kubeconfigOf('admin'),
    user: name => ({
      token: userNamed(users, name).token,
      kubeconfig: kubeconfigOf(name),
    }),
    auditLog: launching.audit ? serverFiles(launching.dir).auditLog : undefined,
    get pid() {
      return started.process.pid;
    },
    rssMb: async () => await started.process.rssMb(),
    stop,
    restart: async () => {
      await stop();
      started.process = (await launch(launching)).process;
      await withClient(access, async client => {
        await waitUntilServed(client, started.lists);
      });
    },
  };
}

/**
 * Starts the real kube-apiserver and waits until it is ready and serves the
 * CRDs.
 *
 * @throws Error with the end of the server's log when it does not get ready
 */
export async function startKubeApiServer(
  options: StartOptions,
): Promise<RealKubernetes> {
  const { binary, dir, audit, flags, log } = options;
  const since = Date.now();
  const users = await prepare(options);
  const token = userNamed(users, 'admin').token;
  const common = { binary, dir, audit, flags, token };
  const { running, port } = await launchOnFreePort(common);
  const { url, caPem, process } = running;
  const started: Started = {
    launching: { ...common, port },
    access: { url, caPem, token },
    users,
    lists: [],
    process,
  };
  try {
    await writeKubeconfigs(dir, { server: url, caPem, users });
    await withClient(started.access, async client => {
      started.lists = await provideCrds(options, client);
      await waitUntilServed(client, started.lists);
    });
  } catch (error) {
    await process.stop(STOP_GRACE_MS);
    throw error;
  }
  log(`kube-apiserver ready at ${url} after ${(Date.now() - since) / 1000} s`);
  return handleOf(started);
}
