import { createOfferings } from '@model-catalog/maas';
import {
  type Exchange,
  type KubernetesClient,
  type OfferingSources,
  proxyFor,
  realFiles,
  type SourceContext,
} from '@model-catalog/node';
import type { MaasConfig, ServiceConfig } from '../config/types';
import { type Access, tokenFrom } from './access';

export type OfferingsOptions = {
  config: Pick<ServiceConfig, 'maas' | 'pollIntervalMs'>;
  client: KubernetesClient;
  access: Pick<Access, 'tls'>;
  environment: Readonly<Record<string, string | undefined>>;
  contextOf: (id: string) => SourceContext;
  onExchange: (target: string) => (exchange: Exchange) => void;
};

/** How the tenant's own API is reached, with its own token and no other. */
function adminOf(
  { admin }: MaasConfig['threescale'],
  { access, environment, onExchange }: OfferingsOptions,
) {
  if (!admin) {
    return undefined;
  }
  const { url, token, caFile, sameCluster } = admin;
  return {
    url,
    sameCluster,
    token: tokenFrom(token, { files: realFiles, environment }),
    http: {
      tls: access.tls(caFile),
      proxy: (to: string) => proxyFor(to, environment),
      onExchange: onExchange('threescale'),
    },
  };
}

/** What reads where models are offered, unless that is switched off. */
export function offeringsOf(
  options: OfferingsOptions,
): OfferingSources | undefined {
  const { config, client, contextOf } = options;
  const { isRead, clusterDomain, suggestions, threescale } = config.maas;
  if (!isRead) {
    return undefined;
  }
  const { namespaces, portalUrl } = threescale;
  return createOfferings({
    ...{ client, contextOf, clusterDomain, suggestions },
    threescale: { namespaces, portalUrl, admin: adminOf(threescale, options) },
    intervalMs: config.pollIntervalMs,
  });
}
