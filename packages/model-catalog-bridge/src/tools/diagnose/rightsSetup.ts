import type { RightsSetup } from '@model-catalog/node';
import type { Config } from '../../config/config';

/** Where offerings are told: by the first group, where the cluster has it, and then by the others. */
const OFFERED_BY = [
  ['capabilities.3scale.net'],
  ['maas.opendatahub.io'],
  [
    'devportal.kuadrant.io',
    'extensions.kuadrant.io',
    'gateway.networking.k8s.io',
  ],
] as const;

function offeringsOf(
  { isRead, threescale }: Config['maas'],
  served: ReadonlySet<string>,
): RightsSetup['offerings'] {
  const groups = OFFERED_BY.filter(([first]) => served.has(first))
    .flat()
    .filter(group => served.has(group));
  return (isRead ? groups : []).map(group =>
    group === 'capabilities.3scale.net'
      ? { group, namespaces: threescale.namespaces }
      : { group },
  );
}

/** What of the configuration decides which rights are made use of. */
export function rightsSetupOf(
  config: Config,
  namespace: string | undefined,
  /** Groups of kinds that the cluster has, as far as it tells. */
  served: ReadonlySet<string>,
): RightsSetup {
  const { discovery, registries, catalogs, selection, owners, definitions } =
    config;
  const isLookedFor = discovery.registries || discovery.catalogs;
  return {
    registryNamespaces: isLookedFor ? discovery.namespaces : [],
    routes: [...registries, ...catalogs].flatMap(endpoint =>
      'route' in endpoint ? [endpoint.route] : [],
    ),
    storeNamespace: config.storage === 'ConfigMap' ? namespace : undefined,
    namespaceLabels:
      selection.namespaces.selector !== undefined ||
      owners.namespaceLabel !== undefined,
    offerings: offeringsOf(config.maas, served),
    secrets: definitions.tokens.flatMap(({ from }) =>
      'secret' in from ? [from.secret] : [],
    ),
  };
}
