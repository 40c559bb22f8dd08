import type { HttpClient } from '../../http/types';
import type { SourceContext } from '../types';
import { createRegistryClient, type RegistryClient } from './client';
import { findServer, type RegistryServer } from './server';

export type ConnectionOptions = {
  /** Id of the source. */
  id: string;
  /** `Model registry "dev"`, for messages. */
  name: string;
  log: SourceContext['log'];
  http: HttpClient;
  url: string;
  pageSize: number;
  maxPages: number;
  timeoutMs: number;
};

/** The API of one registry, found when it is needed. */
export type Connection = {
  client(signal: AbortSignal): Promise<RegistryClient>;
  /** Whether it was found, and all that it can is known. */
  state(): 'unknown' | 'unsure' | 'sure';
  /** Finds it anew the next time. */
  forget(): void;
};

export function createConnection(options: ConnectionOptions): Connection {
  const { id, name, log, http, url, pageSize, maxPages, timeoutMs } = options;
  let known: { server: RegistryServer; client: RegistryClient } | undefined;
  let told: string | undefined;

  const tellEnd = ({ sunset, baseUrl }: RegistryServer) => {
    if (sunset !== undefined && sunset !== told) {
      const message = `${name} ends the API ${baseUrl} on ${sunset} and offers no other that is known here; a newer release of this connector is needed by then`;
      log?.({ source: id, level: 'warn', message });
    }
    told = sunset;
  };

  return {
    async client(signal) {
      if (!known) {
        const question = { http, url, pageSize, timeoutMs };
        const server = await findServer(question, signal);
        tellEnd(server);
        const given = { http, server, source: id, maxPages, timeoutMs };
        known = { server, client: createRegistryClient(given) };
      }
      return known.client;
    },
    state: () => {
      if (!known) {
        return 'unknown';
      }
      return known.server.isSure ? 'sure' : 'unsure';
    },
    forget: () => {
      known = undefined;
    },
  };
}
