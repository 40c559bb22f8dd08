import {
  type Authorize,
  createHttpClient,
  type EndpointKind,
  type Exchange,
  type Files,
  type HttpClient,
  type HttpClientOptions,
  type KubernetesConfig,
  mayCarryToken,
  proxyFor,
  realFiles,
} from '@model-catalog/node';
import type { ServiceConfig } from '../config/types';
import type { EndpointAccess, TokenSource } from '../config/endpoints';
import { createTrust, type Trust } from './trust';

type Environment = Readonly<Record<string, string | undefined>>;

export type AccessOptions = {
  config: Pick<
    ServiceConfig,
    'caFiles' | 'insecureSkipTlsVerify' | 'registryToken'
  >;
  kubernetes: KubernetesConfig;
  environment: Environment;
  onExchange: (target: string) => (exchange: Exchange) => void;
  files?: Files;
  /** See `createServiceCa`. */
  serviceCa?: () => Promise<string | undefined>;
};

/** What a client is made for. */
export type Target = EndpointAccess & {
  kind: EndpointKind;
  url: string;
};

/** Makes clients; whoever asks for one closes it. */
export type Access = {
  /** With our credential; only for what was configured or what operators own. */
  trusted(target: Target): HttpClient;
  /** Model servers are run by users of the cluster: no credential ever goes there. */
  anonymous(refusedAddress?: HttpClientOptions['refusedAddress']): HttpClient;
  /** What servers are verified against. */
  tls: Trust;
};

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** Gives a token of an endpoint's own; it may rotate, and being without it is an error. */
export function tokenFrom(
  source: TokenSource,
  { files, environment }: { files: Files; environment: Environment },
): () => Promise<string> {
  return async () => {
    const text =
      'file' in source
        ? await files.read(source.file)
        : environment[source.env];
    const token = text?.trim();
    if (!token) {
      throw new Error(
        'file' in source
          ? `the token file ${source.file} is missing or empty`
          : `the variable ${source.env} is not set or empty`,
      );
    }
    return token;
  };
}

/** A registry takes tokens of the cluster; a password for Kubernetes stays with Kubernetes. */
function onlyTokens(authorize: Authorize): Authorize {
  return async context => {
    const { authorization } = await authorize(context);
    const headers: Record<string, string> =
      authorization && /^bearer /i.test(authorization) ? { authorization } : {};
    return headers;
  };
}

/**
 * The clients of registries, catalogs and model servers.
 *
 * | address | token |
 * |---|---|
 * | http, not of this machine | none: it would travel in plain text |
 * | with a token of its own | that one |
 * | else, with KFMR_TOKEN | that one |
 * | else | ours for Kubernetes, which the proxies in front of them take |
 */
export function createAccess(options: AccessOptions): Access {
  const { config, kubernetes, environment, onExchange, serviceCa } = options;
  const files = options.files ?? realFiles;
  const extra = environment.NODE_EXTRA_CA_CERTS?.trim();
  const trust = createTrust({
    kubernetes,
    files,
    serviceCa,
    caFiles: config.caFiles,
    // Node leaves this one out where others are given.
    extraCaFile: extra || undefined,
    insecureSkipTlsVerify: config.insecureSkipTlsVerify,
  });
  const authorizeFor = ({ url, token }: Target): Authorize | undefined => {
    const { registryToken } = config;
    if (!mayCarryToken(url)) {
      return undefined;
    }
    if (token) {
      const current = tokenFrom(token, { files, environment });
      return async () => bearer(await current());
    }
    return registryToken === undefined
      ? onlyTokens(kubernetes.authorize)
      : async () => bearer(registryToken);
  };
  return {
    trusted: target =>
      createHttpClient({
        authorize: authorizeFor(target),
        onExchange: onExchange(target.kind),
        tls: trust(target.caFile),
        proxy: url => proxyFor(url, environment),
      }),
    anonymous: refusedAddress =>
      createHttpClient({
        refusedAddress,
        onExchange: onExchange('model-server'),
        retry: { retries: 0 },
        tls: trust(),
      }),
    tls: trust,
  };
}
