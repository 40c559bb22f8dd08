import { readFile } from 'node:fs/promises';
import {
  explicitKubernetesConfig,
  type Exchange,
  type KubernetesConfig,
  messageOf,
} from '@model-catalog/node';
import { ConfigError } from '../config/ConfigError';
import { clientFor, connect, type Kubernetes } from '../run/kubernetes';
import type { HostedEntry } from './readHosted';

const POD_TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';

type Given = HostedEntry['kubernetes'] & { url: string };

/** Read anew for each request, as tokens rotate. */
const tokenOf = ({ token, tokenFile = POD_TOKEN }: Given) =>
  token ?? (async () => (await readFile(tokenFile, 'utf8')).trim());

/** As Backstage has it: PEM in base64; PEM as it is, too. */
function caOf({ caData, caFile }: Given) {
  if (caFile !== undefined) {
    return () => readFile(caFile, 'utf8');
  }
  return caData === undefined || caData.includes('-----BEGIN')
    ? caData
    : Buffer.from(caData, 'base64').toString('utf8');
}

function configOf(given: Given): KubernetesConfig {
  const { url, namespace, path, skipTLSVerify = false } = given;
  const config = explicitKubernetesConfig({
    server: url,
    token: tokenOf(given),
    caPem: caOf(given),
    namespace,
    origin: path,
  });
  const tls = async () => {
    const { caPem } = await config.tls();
    return {
      caPem,
      // Without an authority of its own it is verified as any server is.
      onlyTheseCas: caPem !== undefined,
      insecureSkipTlsVerify: skipTLSVerify,
    };
  };
  return { ...config, tls };
}

type Options = {
  environment: Readonly<Record<string, string | undefined>>;
  onExchange?: (exchange: Exchange) => void;
};

/**
 * Connects to the cluster of an entry.
 *
 * | given | as |
 * |---|---|
 * | nothing | the pod's service account, as the bridge finds it |
 * | a url | the token given for it, else (a named cluster of the hub) the pod's service account |
 *
 * @throws ConfigError that names the key in the app-config
 */
export async function connectHosted(
  { kubernetes }: Pick<HostedEntry, 'kubernetes'>,
  { environment, onExchange }: Options,
): Promise<Kubernetes> {
  const { url, path, namespace } = kubernetes;
  try {
    if (url === undefined) {
      const given = namespace ? { NAMESPACE: namespace } : {};
      return await connect({ ...environment, ...given }, onExchange);
    }
    const config = configOf({ ...kubernetes, url });
    return clientFor(config, { environment, onExchange });
  } catch (error) {
    const reasons =
      error instanceof ConfigError ? error.problems : [messageOf(error)];
    throw new ConfigError(reasons.map(reason => `${path}: ${reason}`));
  }
}
