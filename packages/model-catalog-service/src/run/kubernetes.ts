import {
  createKubernetesClient,
  type Exchange,
  type KubernetesClient,
  type KubernetesConfig,
  loadKubernetesConfig,
  proxyFor,
} from '@model-catalog/node';
import { ConfigError } from '../config/ConfigError';

export type Kubernetes = {
  client: KubernetesClient;
  config: KubernetesConfig;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** Connects to a Kubernetes API somewhere. */
export function clientFor(
  config: KubernetesConfig,
  {
    environment,
    onExchange,
    isInside = false,
  }: {
    environment: Environment;
    onExchange?: (exchange: Exchange) => void;
    /** From inside of the cluster no proxy is between us and its API. */
    isInside?: boolean;
  },
): Kubernetes {
  const client = createKubernetesClient(config, {
    onExchange,
    proxy: url => (isInside ? undefined : proxyFor(url, environment)),
  });
  return { config, client };
}

/** Connects to the Kubernetes API that the environment names. */
export async function connect(
  environment: Environment,
  onExchange?: (exchange: Exchange) => void,
): Promise<Kubernetes> {
  const loaded = await loadKubernetesConfig(environment);
  if (!loaded.found) {
    throw new ConfigError([loaded.message]);
  }
  return clientFor(loaded.config, {
    environment,
    onExchange,
    isInside: Boolean(environment.KUBERNETES_SERVICE_HOST?.trim()),
  });
}

/** The namespace in which the store lives. */
export function storeNamespace({ config }: Kubernetes): string {
  if (config.namespace === undefined) {
    throw new ConfigError([
      'NAMESPACE: the namespace of the ConfigMaps is not known; set NAMESPACE',
    ]);
  }
  return config.namespace;
}
