import { OPERATOR_NAMESPACES } from '@model-catalog/node';
import type { Endpoint } from './endpoints';
import { maasOf } from './file/maas';
import { lifecycleOf, ownersOf, selectionOf } from './file/rulesOf';
import type { ConfigFile } from './file/schema';
import type { DiscoveryConfig, ServiceConfig } from './types';

/** What no file says. */
type Plain = Pick<
  ServiceConfig,
  | 'caFiles'
  | 'checkIntervalMs'
  | 'cluster'
  | 'dashboardUrl'
  | 'insecureSkipTlsVerify'
  | 'maxRemovalShare'
  | 'namePrefix'
  | 'pollIntervalMs'
  | 'registryToken'
>;

/** What a host is told beside the configuration file. */
export type HostSettings = Partial<Plain> & {
  defaultLifecycle?: string;
  defaultOwner?: string;
  registries?: readonly Endpoint[];
  catalogs?: readonly Endpoint[];
  /** Where to look for registries and catalogs. */
  namespaces?: readonly string[];
};

function plainOf(host: HostSettings): Plain {
  const { caFiles = [], cluster = 'local', namePrefix } = host;
  const { checkIntervalMs = 10_000, pollIntervalMs = 120_000 } = host;
  const { dashboardUrl, maxRemovalShare = 0.5, registryToken } = host;
  const { insecureSkipTlsVerify = false } = host;
  return {
    ...{ caFiles, checkIntervalMs, dashboardUrl, insecureSkipTlsVerify },
    ...{ cluster, maxRemovalShare, namePrefix, pollIntervalMs, registryToken },
  };
}

const orElse = <T>(given: readonly T[] = [], other: readonly T[] = []) =>
  given.length > 0 ? given : other;

/** Looked for is what is not given, unless the file says otherwise. */
function discoveryOf(
  found: Pick<ServiceConfig, 'registries' | 'catalogs'>,
  namespaces: HostSettings['namespaces'],
  { discovery = {} }: ConfigFile,
): DiscoveryConfig {
  return {
    registries: discovery.registries ?? found.registries.length === 0,
    catalogs: discovery.catalogs ?? found.catalogs.length === 0,
    namespaces: orElse(
      namespaces,
      orElse([...new Set(discovery.namespaces)], OPERATOR_NAMESPACES),
    ),
  };
}

/** What the host is told wins over the file, the file over the defaults. */
export function serviceConfig(
  host: HostSettings,
  file: ConfigFile,
): ServiceConfig {
  const registries = orElse(host.registries, file.registries);
  const catalogs = orElse(host.catalogs, file.catalogs);
  const { owners = {}, lifecycle = {}, definitions, techdocs } = file;
  return Object.freeze({
    ...plainOf(host),
    registries,
    catalogs,
    defaultLifecycle:
      host.defaultLifecycle ?? lifecycle.default ?? 'development',
    defaultOwner: host.defaultOwner ?? owners.default ?? 'rhdh-rhoai-bridge',
    definitions: {
      discover: definitions?.discover ?? true,
      tokens: definitions?.tokens ?? [],
    },
    discovery: discoveryOf({ registries, catalogs }, host.namespaces, file),
    lifecycle: lifecycleOf(lifecycle),
    maas: maasOf(file.maas),
    owners: ownersOf(owners),
    selection: selectionOf(file),
    techdocs: { allowedHosts: techdocs?.allowedHosts },
  });
}
