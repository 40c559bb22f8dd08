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

/** Connects to the Kubernetes API that the environment names. */
export async function connect(
  environment: Readonly<Record<string, string | undefined>>,
  onExchange?: (exchange: Exchange) => void,
): Promise<Kubernetes> {
  const loaded = await loadKubernetesConfig(environment);
  if (!loaded.found) {
    throw new ConfigError([loaded.message]);
  }
  const { config } = loaded;
  const client = createKubernetesClient(config, {
    onExchange,
    // From inside of the cluster no proxy is between us and its API.
    proxy: url =>
      environment.KUBERNETES_SERVICE_HOST?.trim()
        ? undefined
        : proxyFor(url, environment),
  });
  return { config, client };
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
