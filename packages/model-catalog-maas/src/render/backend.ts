import type { PrivateEndpoint, RenderSettings } from '../contract/types';
import {
  API_VERSION,
  type Context,
  descriptionOf,
  providerAccount,
  titleOf,
} from './context';
import type { Unsealed } from './metadata';

/** The address of a model inside of the cluster; the port is always said, as 3scale would add it. */
export function privateUrlOf(
  { scheme, service, port, basePath }: PrivateEndpoint,
  namespace: string,
  { clusterDomain }: RenderSettings,
): string {
  const host = [service, namespace, clusterDomain].join('.');
  return `${scheme}://${host}:${port}${basePath}`;
}

/** The Backend: where the gateway finds the model. */
export function backendOf(context: Context): Unsealed {
  const { server, settings, names, endpoint } = context;
  const description = descriptionOf(context);
  return {
    apiVersion: API_VERSION,
    kind: 'Backend',
    metadata: { name: names.resource, namespace: settings.targetNamespace },
    spec: {
      name: titleOf(context),
      systemName: names.systemName,
      privateBaseURL: privateUrlOf(endpoint, server.namespace, settings),
      ...(description && { description }),
      ...providerAccount(settings),
    },
  };
}
