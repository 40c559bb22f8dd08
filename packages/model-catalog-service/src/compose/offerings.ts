import { createOfferings } from '@model-catalog/maas';
import type {
  KubernetesClient,
  OfferingSources,
  SourceContext,
} from '@model-catalog/node';
import type { ServiceConfig } from '../config/types';

/** What reads where models are offered, unless that is switched off. */
export function offeringsOf(options: {
  config: Pick<ServiceConfig, 'maas'>;
  client: KubernetesClient;
  contextOf: (id: string) => SourceContext;
}): OfferingSources | undefined {
  const { config, client, contextOf } = options;
  const { isRead, clusterDomain, suggestions, threescale } = config.maas;
  return isRead
    ? createOfferings({
        client,
        contextOf,
        clusterDomain,
        suggestions,
        threescale,
      })
    : undefined;
}
