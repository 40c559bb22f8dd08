import { type Authorize, mayCarryToken, type TlsSettings } from '../http';

/** Where a Kubernetes API is and as whom to talk to it. */
export type KubernetesConfig = {
  /** `https://host:port`, perhaps with a path. */
  server: string;
  namespace?: string;
  /** Where this was found, for the log: `KUBECONFIG`, `service account files`, ... */
  origin: string;
  tls: () => Promise<TlsSettings>;
  authorize: Authorize;
};

/** Reads small text files; `undefined` when there is none. */
export type Files = { read(path: string): Promise<string | undefined> };

/** A configuration given piece by piece; `token` may be a function, for tokens that rotate. */
export function explicitKubernetesConfig(options: {
  server: string;
  token?: string | (() => Promise<string>);
  caPem?: string | (() => Promise<string | undefined>);
  namespace?: string;
  origin?: string;
}): KubernetesConfig {
  const { server, token, caPem, namespace } = options;
  assertServer(server);
  return {
    server: server.replace(/\/+$/, ''),
    namespace,
    origin: options.origin ?? 'configuration',
    tls: async () => ({
      caPem: typeof caPem === 'function' ? await caPem() : caPem,
      onlyTheseCas: true,
    }),
    authorize: async () => {
      const text = typeof token === 'function' ? await token() : token;
      const bearer: Record<string, string> = text
        ? { authorization: `Bearer ${text.trim()}` }
        : {};
      return bearer;
    },
  };
}

/** Refuses what would send a credential in plain text, except to this machine itself. */
export function assertServer(server: string): void {
  if (mayCarryToken(server)) {
    return;
  }
  const shown = URL.canParse(server) ? new URL(server).origin : '(not a URL)';
  throw new Error(
    `The Kubernetes API server ${shown} cannot be used: https is needed, as a token would travel in plain text`,
  );
}
