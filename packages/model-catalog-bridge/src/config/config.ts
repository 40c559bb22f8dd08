import {
  type Address,
  ConfigError,
  type ConfigFile,
  readConfigFile,
  serviceConfig,
} from '@model-catalog/service';
import { Settings } from './schema';
import { credentialOf, METRICS_PORT, problemsOfRole } from './roleSettings';
import type { Config, Role } from './types';

export { ConfigError };
export type { Config, Role } from './types';

type Variables = Readonly<Record<string, string | undefined>>;

const INSECURE =
  '--insecure-skip-tls-verify (INSECURE_SKIP_TLS_VERIFY): no certificate is verified; tokens may reach anybody. Give the authority by --ca-file instead';

function warningsOf(settings: Settings, file: ConfigFile): string[] {
  const format = settings.NORMALIZER_FORMAT?.toLowerCase();
  const isHidden = (given: readonly unknown[], inFile: unknown) =>
    given.length > 0 && inFile !== undefined;
  return [
    ...(format === 'cataloginfoyamlformat'
      ? [
          'NORMALIZER_FORMAT CatalogInfoYamlFormat is not served; the documents are model-catalog.json',
        ]
      : []),
    ...(settings.INSECURE_SKIP_TLS_VERIFY ? [INSECURE] : []),
    ...(isHidden(settings.MR_ROUTE, file.registries)
      ? [
          'MR_ROUTE is set: the registries of the configuration file are not read',
        ]
      : []),
    ...(isHidden(settings.CATALOG_URL, file.catalogs)
      ? [
          'CATALOG_URL is set: the catalogs of the configuration file are not read',
        ]
      : []),
  ];
}

/** Flags and environment win over the file, the file over the defaults. */
function combine(settings: Settings, file: ConfigFile, role: Role): Config {
  return Object.freeze({
    ...serviceConfig(
      {
        caFiles: settings.CA_FILE,
        catalogs: settings.CATALOG_URL,
        checkIntervalMs: settings.CHECK_INTERVAL,
        dashboardUrl: settings.DASHBOARD_URL,
        defaultLifecycle: settings.DEFAULT_LIFECYCLE,
        defaultOwner: settings.DEFAULT_OWNER,
        insecureSkipTlsVerify: settings.INSECURE_SKIP_TLS_VERIFY,
        maxRemovalShare: settings.MAX_REMOVAL_SHARE,
        namespaces: settings.REGISTRIES_NAMESPACES,
        pollIntervalMs: settings.POLLING_INTERVAL,
        registries: settings.MR_ROUTE,
        registryToken: settings.KFMR_TOKEN,
      },
      file,
    ),
    bridgeUrl: settings.BRIDGE_URL.replace(/\/+$/, ''),
    locationAddress: settings.LOCATION_ADDRESS,
    locationToken: credentialOf(
      settings.LOCATION_TOKEN,
      settings.LOCATION_TOKEN_FILE,
    ),
    logLevel: settings.LOG_LEVEL,
    metricsAddress: settings.METRICS_ADDRESS ?? {
      host: '::',
      port: METRICS_PORT[role],
    },
    storage: settings.STORAGE_TYPE,
    storageAddress: settings.STORAGE_ADDRESS,
    storageToken: credentialOf(
      settings.STORAGE_TOKEN,
      settings.STORAGE_TOKEN_FILE,
    ),
    storageUrl: settings.STORAGE_URL.replace(/\/+$/, ''),
    warnings: warningsOf(settings, file),
  });
}

function readSettings(
  environment: Variables,
  flags: Variables,
  role: Role,
): { settings: Settings } | { problems: readonly string[] } {
  const given = Object.fromEntries(
    Object.entries(flags).filter(([, value]) => value !== undefined),
  );
  const parsed = Settings.safeParse({ ...environment, ...given });
  if (!parsed.success) {
    return {
      problems: parsed.error.issues.map(
        ({ path, message }) => `${path.join('.')}: ${message}`,
      ),
    };
  }
  const problems = problemsOfRole(parsed.data, role);
  return problems.length > 0 ? { problems } : { settings: parsed.data };
}

/**
 * Reads the configuration of environment and flags (flags win), and of a file
 * that was read already; `CONFIG_FILE` is not looked at.
 * @throws ConfigError with all problems
 */
export function readConfig(
  environment: Variables,
  flags: Variables = {},
  { file = {}, role = 'all' }: { file?: ConfigFile; role?: Role } = {},
): Config {
  const read = readSettings(environment, flags, role);
  if ('problems' in read) {
    throw new ConfigError(read.problems);
  }
  return combine(read.settings, file, role);
}

/**
 * Reads the configuration with the file that `CONFIG_FILE` names.
 * @throws ConfigError with all problems of settings and file
 */
export async function loadConfig(
  environment: Variables,
  flags: Variables = {},
  role: Role = 'all',
): Promise<Config> {
  const path = (flags.CONFIG_FILE ?? environment.CONFIG_FILE)?.trim();
  const file = path ? await readConfigFile(path) : { config: {} };
  const read = readSettings(environment, flags, role);
  const problems = [
    ...('problems' in read ? read.problems : []),
    ...('problems' in file
      ? file.problems.map(problem => `${path}: ${problem}`)
      : []),
  ];
  if ('problems' in read || 'problems' in file) {
    throw new ConfigError(problems);
  }
  return combine(read.settings, file.config, role);
}

/** Where a role has its probes; asks for no other setting. */
export function metricsAddressOf(role: Role, given: Variables): Address {
  const { metricsAddress } = readConfig(given, {}, { role });
  return metricsAddress;
}
