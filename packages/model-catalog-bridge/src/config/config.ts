import {
  type LifecycleRules,
  NO_LIFECYCLE_RULES,
  NO_OWNER_RULES,
  type OwnerRules,
  type SelectionOptions,
  TAKE_ALL,
} from '@model-catalog/node';
import type { Address } from './address';
import type { Endpoint } from './endpoints';
import { Settings } from './schema';

/** What is looked for in the cluster. */
export type DiscoveryConfig = Readonly<{
  registries: boolean;
  catalogs: boolean;
  /** Whose Services are trusted: those of the operators. */
  namespaces: readonly string[];
}>;

/** A token for the API definition of one model server. */
export type DefinitionToken = Readonly<{
  /** `namespace/name` of the InferenceService or LLMInferenceService. */
  server: string;
  /** The only origin that it is sent to, e.g. `https://granite.apps.example.com`. */
  origin: string;
  from:
    | { file: string }
    | { secret: { namespace: string; name: string; key: string } };
}>;

/** What the bridge is told at its start; read once, never changed. */
export type Config = Readonly<{
  bridgeUrl: string;
  /** PEM files of authorities trusted besides the system's and the cluster's; read anew as they change. */
  caFiles: readonly string[];
  /** Model catalogs given by hand; then none is looked for. */
  catalogs: readonly Endpoint[];
  checkIntervalMs: number;
  defaultLifecycle: string;
  defaultOwner: string;
  definitions: {
    /** Whether running servers are asked for their API definitions. */
    discover: boolean;
    tokens: readonly DefinitionToken[];
  };
  discovery: DiscoveryConfig;
  /** Certificates of registries, catalogs and model servers are not verified. */
  insecureSkipTlsVerify: boolean;
  lifecycle: LifecycleRules;
  locationAddress: Address;
  logLevel: Settings['LOG_LEVEL'];
  maxRemovalShare: number;
  metricsAddress: Address;
  owners: OwnerRules;
  pollIntervalMs: number;
  registries: readonly Endpoint[];
  registryToken?: string;
  selection: SelectionOptions;
  storage: Settings['STORAGE_TYPE'];
  techdocs: {
    /** Hosts (`host`, `host:port`) of TechDocs properties; absent for what the hub has integrations for. */
    allowedHosts?: readonly string[];
  };
  warnings: readonly string[];
}>;

/** Settings that cannot be used; the message has one line for each. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration cannot be used:\n${problems.join('\n')}`);
    this.name = 'ConfigError';
  }
}

function warningsOf(settings: Settings): string[] {
  const warnings: string[] = [];
  if (settings.NORMALIZER_FORMAT?.toLowerCase() === 'cataloginfoyamlformat') {
    warnings.push(
      'NORMALIZER_FORMAT CatalogInfoYamlFormat is not served; the documents are model-catalog.json',
    );
  }
  if (settings.INSECURE_SKIP_TLS_VERIFY) {
    warnings.push(
      '--insecure-skip-tls-verify (INSECURE_SKIP_TLS_VERIFY): no certificate is verified; tokens may reach anybody. Give the authority by --ca-file instead',
    );
  }
  return warnings;
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
    caFiles: settings.CA_FILE,
    catalogs: settings.CATALOG_URL,
    checkIntervalMs: settings.CHECK_INTERVAL,
    defaultLifecycle: settings.DEFAULT_LIFECYCLE,
    defaultOwner: settings.DEFAULT_OWNER,
    definitions: { discover: true, tokens: [] },
    discovery: {
      registries: settings.MR_ROUTE.length === 0,
      catalogs: settings.CATALOG_URL.length === 0,
      namespaces: settings.REGISTRIES_NAMESPACES,
    },
    insecureSkipTlsVerify: settings.INSECURE_SKIP_TLS_VERIFY,
    lifecycle: NO_LIFECYCLE_RULES,
    locationAddress: settings.LOCATION_ADDRESS,
    logLevel: settings.LOG_LEVEL,
    maxRemovalShare: settings.MAX_REMOVAL_SHARE,
    metricsAddress: settings.METRICS_ADDRESS,
    owners: NO_OWNER_RULES,
    pollIntervalMs: settings.POLLING_INTERVAL,
    registries: settings.MR_ROUTE,
    registryToken: settings.KFMR_TOKEN,
    selection: TAKE_ALL,
    storage: settings.STORAGE_TYPE,
    techdocs: {},
    warnings: warningsOf(settings),
  });
}
