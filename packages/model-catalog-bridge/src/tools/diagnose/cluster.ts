import type { KubernetesConfig } from '@model-catalog/node';
import { messageOf } from '@model-catalog/node';
import { connect, ConfigError, type Kubernetes } from '@model-catalog/service';
import { readApi, judgeApi } from './checks/kubernetes';
import {
  judgeKind,
  type KindFacts,
  readGroups,
  readKinds,
  unservedOf,
} from './checks/kinds';
import { judgeRight, readRights } from './checks/rights';
import { judgeTls, readTls } from './checks/tls';
import { judgeToken, readToken } from './checks/tokens';
import type { Examination } from './context';
import { rightsSetupOf } from './rightsSetup';
import type { Finding } from './types';

/** The cluster as far as it could be reached. */
export type Cluster = Kubernetes & {
  kinds: readonly KindFacts[];
};

export type ClusterResult = {
  findings: Finding[];
  /** Absent when its API cannot be asked. */
  cluster?: Cluster;
  close(): Promise<void>;
};

const NOTHING = async () => {};

async function open(environment: Examination['environment']) {
  try {
    return await connect(environment);
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.problems.join('; ');
    }
    return messageOf(error);
  }
}

/** The bearer token for Kubernetes; none with a client certificate. */
async function bearerOf(config: KubernetesConfig): Promise<string | undefined> {
  const { authorization } = await config.authorize({ refused: false });
  return authorization?.replace(/^bearer /i, '');
}

async function tokenFinding(
  { config }: Kubernetes,
  { redactor, now }: Examination,
): Promise<Finding[]> {
  const { origin } = config;
  const check = await readToken({
    id: 'tokens.kubernetes',
    title: 'Token for Kubernetes',
    from: origin,
    renews: !origin.startsWith('environment'),
    read: async () => {
      const token = await bearerOf(config);
      redactor.learn(token);
      return token ?? 'a client certificate';
    },
  });
  return [judgeToken(check, now)];
}

/**
 * The API server, our credential for it, the kinds that it serves and our
 * rights. Where the API does not answer, nothing is asked of it further.
 */
export async function examineCluster(
  examination: Examination,
): Promise<ClusterResult> {
  const kubernetes = await open(examination.environment);
  if (typeof kubernetes === 'string') {
    const finding: Finding = {
      id: 'kubernetes.config',
      title: 'Kubernetes API',
      verdict: 'fail',
      found: kubernetes,
      nextStep:
        'In a pod give the Secret of the service account by envFrom, or mount its token; elsewhere set KUBECONFIG',
    };
    return { findings: [finding], close: NOTHING };
  }
  const { client, config } = kubernetes;
  const close = () => client.close();
  const api = await readApi(client, config.origin);
  const findings = [
    judgeApi(api),
    ...(await tokenFinding(kubernetes, examination)),
    judgeTls(
      await readTls(
        config.server,
        config.tls,
        // As the client: from inside of the cluster no proxy is between us.
        examination.environment.KUBERNETES_SERVICE_HOST?.trim()
          ? {}
          : examination.environment,
      ),
      { id: 'kubernetes.tls', title: 'TLS of the Kubernetes API' },
      examination.now,
    ),
  ];
  if ('error' in api) {
    return { findings, close };
  }
  const kinds = await readKinds(client);
  const rights = await readRights(
    client,
    rightsSetupOf(
      examination.config,
      client.namespace,
      await readGroups(client),
    ),
    unservedOf(kinds),
  );
  return {
    findings: [...findings, ...kinds.map(judgeKind), ...rights.map(judgeRight)],
    cluster: { ...kubernetes, kinds },
    close,
  };
}
