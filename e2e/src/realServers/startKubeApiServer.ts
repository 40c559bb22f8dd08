import { mkdir, writeFile } from 'fs/promises';
import { join } from 'path';
import { AUDIT_POLICY, serverFiles } from './apiServerArguments';
import { findCrds, loadCrds } from './crds';
import {
  newUsers,
  type TestUser,
  writeCredentials,
  writeKubeconfigs,
} from './credentials';
import { KubernetesClient } from './KubernetesClient';
import {
  launch,
  launchOnFreePort,
  type LaunchOptions,
} from './launchApiServer';

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
  /** CRDs to load: the four that the product reads (default), or none. */
  readonly crds?: 'all' | 'none';
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

async function provideCrds(
  options: StartOptions,
  access: { url: string; caPem: string; token: string },
): Promise<void> {
  if (options.crds === 'none') return;
  const crds = findCrds(options.env ?? process.env);
  const client = new KubernetesClient(access);
  try {
    await loadCrds(client, crds.files);
  } finally {
    await client.close();
  }
  options.log(
    crds.kind === 'full'
      ? 'CRDs loaded: the full ones of the operators'
      : "CRDs loaded: the project's small ones, which check few fields (the operators' own are looked for in ../shared/crds or $MODEL_CATALOG_SHARED/crds)",
  );
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
  const files = serverFiles(dir);
  const users = await prepare(options);
  const token = userNamed(users, 'admin').token;
  const started = Date.now();
  const common: Omit<LaunchOptions, 'port'> = {
    binary,
    dir,
    audit,
    flags,
    token,
  };
  const first = await launchOnFreePort(common);
  const { url, caPem } = first.running;
  let server = first.running.process;
  const stop = async () => await server.stop(STOP_GRACE_MS);
  try {
    await writeKubeconfigs(dir, { server: url, caPem, users });
    await provideCrds(options, { url, caPem, token });
  } catch (error) {
    await stop();
    throw error;
  }
  log(
    `kube-apiserver ready at ${url} after ${(Date.now() - started) / 1000} s`,
  );

  const kubeconfigOf = (name: string) => join(dir, `${name}.kubeconfig`);
  return {
    url,
    caPem,
    token,
    kubeconfig: kubeconfigOf('admin'),
    user: name => ({
      token: userNamed(users, name).token,
      kubeconfig: kubeconfigOf(name),
    }),
    auditLog: audit ? files.auditLog : undefined,
    get pid() {
      return server.pid;
    },
    rssMb: async () => await server.rssMb(),
    stop,
    restart: async () => {
      await stop();
      server = (await launch({ ...common, port: first.port })).process;
    },
  };
}
