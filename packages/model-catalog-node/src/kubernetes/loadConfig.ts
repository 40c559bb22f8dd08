import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { explicitKubernetesConfig, Files, KubernetesConfig } from './config';
import { readKubeconfig, realFiles } from './kubeconfig';

const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

export type Environment = Readonly<Record<string, string | undefined>>;

export type LoadedConfig =
  | { found: true; config: KubernetesConfig }
  /** `message` says what was tried in which order, and what to do. */
  | { found: false; message: string };

/** Empty values, as `${VAR:-}` leaves them, count as unset. */
function valueOf(env: Environment, ...names: string[]): string | undefined {
  for (const name of names) {
    const value = env[name]?.trim();
    if (value) {
      return value;
    }
  }
  return undefined;
}

/** Namespace: service-account file, NAMESPACE, POD_NAMESPACE, then `namespace` of an envFrom. */
async function ownNamespace(env: Environment, files: Files) {
  const file = (await files.read(`${ACCOUNT}/namespace`))?.trim();
  return file || valueOf(env, 'NAMESPACE', 'POD_NAMESPACE', 'namespace');
}

function serverOf(env: Environment): string | undefined {
  const host = valueOf(env, 'KUBERNETES_SERVICE_HOST');
  const port = valueOf(env, 'KUBERNETES_SERVICE_PORT') ?? '443';
  if (!host) {
    return undefined;
  }
  return `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Read anew for each request, as the kubelet replaces the file about hourly. */
async function readToken(files: Files): Promise<string> {
  const token = (await files.read(`${ACCOUNT}/token`))?.trim();
  if (!token) {
    throw new Error(`${ACCOUNT}/token is missing or empty`);
  }
  return token;
}

async function inCluster(
  env: Environment,
  files: Files,
): Promise<KubernetesConfig | string> {
  const server = serverOf(env);
  if (!server) {
    return 'in a cluster: KUBERNETES_SERVICE_HOST is not set';
  }
  const given = valueOf(env, 'K8S_TOKEN', 'token');
  const hasFile = (await files.read(`${ACCOUNT}/token`)) !== undefined;
  if (!given && !hasFile) {
    return `in a cluster: KUBERNETES_SERVICE_HOST is set, but there is no token in K8S_TOKEN, in the variable "token" or in ${ACCOUNT}/token`;
  }
  const caFromEnv = valueOf(env, 'ca.crt');
  return explicitKubernetesConfig({
    server,
    token: given ?? (() => readToken(files)),
    caPem: caFromEnv ?? (() => files.read(`${ACCOUNT}/ca.crt`)),
    namespace: await ownNamespace(env, files),
    origin: given ? 'environment (token, ca.crt)' : 'service-account files',
  });
}

async function fromKubeconfig(
  paths: readonly string[],
  origin: string,
  { env, files }: { env: Environment; files: Files },
): Promise<LoadedConfig> {
  try {
    const config = await readKubeconfig(paths, files, origin);
    const namespace = config.namespace ?? (await ownNamespace(env, files));
    return { found: true, config: { ...config, namespace } };
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown reason';
    return {
      found: false,
      message: `The Kubernetes configuration from ${origin} cannot be used: ${why}.`,
    };
  }
}

/**
 * Finds the Kubernetes API and our credential for it.
 *
 * | order | where | used when | token |
 * |---|---|---|---|
 * | 1 | KUBECONFIG (one path or several) | it is set; then nothing else is tried | of the current context |
 * | 2 | the pod | KUBERNETES_SERVICE_HOST is set and a token is there | K8S_TOKEN, else `token` (envFrom), else the file, read for each request |
 * | 3 | ~/.kube/config | it exists | of the current context |
 *
 * The CA in a pod: the variable `ca.crt` (envFrom), else the service account's
 * file, else the system's authorities.
 */
export async function loadKubernetesConfig(
  env: Environment,
  files: Files = realFiles,
): Promise<LoadedConfig> {
  const named = valueOf(env, 'KUBECONFIG');
  if (named) {
    const paths = named.split(delimiter).filter(path => path !== '');
    return fromKubeconfig(paths, 'KUBECONFIG', { env, files });
  }
  const pod = await inCluster(env, files);
  if (typeof pod !== 'string') {
    return { found: true, config: pod };
  }
  const home = join(valueOf(env, 'HOME') ?? homedir(), '.kube', 'config');
  if ((await files.read(home)) !== undefined) {
    return fromKubeconfig([home], home, { env, files });
  }
  return {
    found: false,
    message: [
      'No Kubernetes configuration was found. Tried in this order:',
      '(1) KUBECONFIG is not set;',
      `(2) ${pod};`,
      `(3) ${home} does not exist.`,
      'In a pod, mount the service-account token or give its Secret with envFrom; elsewhere set KUBECONFIG.',
    ].join(' '),
  };
}
