import type { RightsSetup } from '@model-catalog/node';
import type { Config } from '../../config/config';

/** What of the configuration decides which rights are made use of. */
export function rightsSetupOf(
  config: Config,
  namespace: string | undefined,
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
    secrets: definitions.tokens.flatMap(({ from }) =>
      'secret' in from ? [from.secret] : [],
    ),
  };
}
