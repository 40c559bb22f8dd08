import {
  createKubernetesClient,
  type Exchange,
  type KubernetesClient,
  type KubernetesConfig,
  loadKubernetesConfig,
} from '@model-catalog/node';
import { ConfigError } from '../config/config';

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
  return { config, client: createKubernetesClient(config, { onExchange }) };
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
