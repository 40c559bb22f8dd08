import type { Address } from './address';
import type { Endpoint, UrlEndpoint } from './endpoints';
import { Settings } from './schema';

/** What the bridge is told at its start; read once, never changed. */
export type Config = Readonly<{
  bridgeUrl: string;
  catalog?: UrlEndpoint;
  checkIntervalMs: number;
  defaultLifecycle: string;
  defaultOwner: string;
  locationAddress: Address;
  logLevel: Settings['LOG_LEVEL'];
  maxRemovalShare: number;
  metricsAddress: Address;
  pollIntervalMs: number;
  registries: readonly Endpoint[];
  registryToken?: string;
  storage: Settings['STORAGE_TYPE'];
  warnings: readonly string[];
}>;

/** Settings that cannot be used; the message has one line for each. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration cannot be used:\n${problems.join('\n')}`);
    this.name = 'ConfigError';
  }
}

function warningsOf({ NORMALIZER_FORMAT: format }: Settings): string[] {
  return format?.toLowerCase() === 'cataloginfoyamlformat'
    ? [
        'NORMALIZER_FORMAT CatalogInfoYamlFormat is not served; the documents are model-catalog.json',
      ]
    : [];
}

/** Reads the configuration of environment and flags (flags win). */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  flags: Readonly<Record<string, string | undefined>> = {},
): Config {
  const given = Object.fromEntries(
    Object.entries(flags).filter(([, value]) => value !== undefined),
  );
  const parsed = Settings.safeParse({ ...environment, ...given });
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues.map(
        ({ path, message }) => `${path.join('.')}: ${message}`,
      ),
    );
  }
  const settings = parsed.data;
  return Object.freeze({
    bridgeUrl: settings.BRIDGE_URL.replace(/\/+$/, ''),
    catalog: settings.CATALOG_URL,
    checkIntervalMs: settings.CHECK_INTERVAL,
    defaultLifecycle: settings.DEFAULT_LIFECYCLE,
    defaultOwner: settings.DEFAULT_OWNER,
    locationAddress: settings.LOCATION_ADDRESS,
    logLevel: settings.LOG_LEVEL,
    maxRemovalShare: settings.MAX_REMOVAL_SHARE,
    metricsAddress: settings.METRICS_ADDRESS,
    pollIntervalMs: settings.POLLING_INTERVAL,
    registries: settings.MR_ROUTE,
    registryToken: settings.KFMR_TOKEN,
    storage: settings.STORAGE_TYPE,
    warnings: warningsOf(settings),
  });
}
