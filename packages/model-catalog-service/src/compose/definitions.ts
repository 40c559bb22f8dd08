import {
  createAddressPolicy,
  createServerApiSource,
  type KubernetesClient,
  realFiles,
  type ServerApiOptions,
} from '@model-catalog/node';
import type { ServiceConfig } from '../config/types';
import type { Access } from './access';
import { createDefinitionTokens } from './definitionTokens';

/** The prober of definitions, with connections of its own that carry no credential of ours. */
export function createDefinitions(options: {
  config: Pick<ServiceConfig, 'definitions'>;
  access: Access;
  client: KubernetesClient;
  context: ServerApiOptions['context'];
  servers: ServerApiOptions['servers'];
}) {
  const { config, access, client, context, servers } = options;
  // A cluster on this machine has its servers here too.
  const allowLoopback = createAddressPolicy().isLoopback(
    new URL(client.server).hostname,
  );
  const { refusedAddress } = createAddressPolicy({ allowLoopback });
  const http = access.anonymous(refusedAddress);
  const source = createServerApiSource({
    context,
    http,
    servers,
    allowLoopback,
    authorizeFor: createDefinitionTokens(config.definitions.tokens, {
      client,
      files: realFiles,
      now: context.now,
    }),
  });
  return { source, close: () => http.close() };
}
