import { findNow, type HttpClient } from '@model-catalog/node';
import {
  createAccess,
  createServiceCa,
  delay,
  type Kubernetes,
  routeOrigin,
} from '@model-catalog/service';
import type { Config } from '../config/config';
import type { ToolShell } from './shell';

/** A registry, and the client that may read it. */
export type RegistryAt = { name: string; url: string; http: HttpClient };

type Input = {
  config: Config;
  environment: ToolShell['environment'];
  kubernetes: Kubernetes;
};

async function addressesOf({ config, kubernetes }: Input) {
  const { client } = kubernetes;
  const { namespaces, registries: isLookedFor } = config.discovery;
  const found = isLookedFor
    ? (await findNow(client, namespaces, ['model-registry'])).found
    : [];
  const configured = await Promise.all(
    config.registries.map(async endpoint => ({
      ...endpoint,
      url:
        'url' in endpoint
          ? endpoint.url
          : await routeOrigin({ client, namespaces }, endpoint.route),
    })),
  );
  const discovered = found.flatMap(({ name, addresses: [url] }) =>
    url === undefined ? [] : [{ name, url }],
  );
  return [...configured, ...discovered];
}

/** The registries that the connector reads, with its own credential. Asks none of them. */
export async function openRegistries(input: Input): Promise<{
  all: readonly RegistryAt[];
  close(): Promise<void>;
}> {
  const { config, environment, kubernetes } = input;
  const { client } = kubernetes;
  const access = createAccess({
    config,
    environment,
    kubernetes: kubernetes.config,
    onExchange: () => () => {},
    serviceCa: createServiceCa({ client, now: Date.now, delay }),
  });
  const all = (await addressesOf(input)).map(endpoint => ({
    name: endpoint.name,
    url: endpoint.url,
    http: access.trusted({ ...endpoint, kind: 'model-registry' }),
  }));
  return {
    all,
    close: async () => {
      await Promise.all(all.map(({ http }) => http.close()));
    },
  };
}
