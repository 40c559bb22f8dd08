import {
  createKubernetesClient,
  type Exchange,
  type KubernetesConfig,
  type KubernetesWriter,
  loadKubernetesConfig,
  proxyFor,
} from '@model-catalog/node';
import { ConfigError } from '@model-catalog/service';

type Environment = Readonly<Record<string, string | undefined>>;

/** Connects to the Kubernetes API that the environment names, to write there. */
export async function connectWriter(
  environment: Environment,
  onExchange?: (exchange: Exchange) => void,
): Promise<{ client: KubernetesWriter; config: KubernetesConfig }> {
  const loaded = await loadKubernetesConfig(environment);
  if (!loaded.found) {
    throw new ConfigError([loaded.message]);
  }
  // From inside of the cluster no proxy is between us and its API.
  const isInside = Boolean(environment.KUBERNETES_SERVICE_HOST?.trim());
  const client = createKubernetesClient(loaded.config, {
    onExchange,
    proxy: url => (isInside ? undefined : proxyFor(url, environment)),
  });
  return { client, config: loaded.config };
}
