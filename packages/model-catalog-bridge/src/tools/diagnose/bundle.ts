import { writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { jsonText } from '../json';
import type { Redactor } from './redact';
import type { Finding } from './types';

/** What support is given. */
export type BundleContent = {
  version: string;
  node: string;
  platform: string;
  at: string;
  /** Names and values of the variables that the program reads. */
  settings: Readonly<Record<string, string>>;
  /** The configurations that were named, by their paths. */
  files: Readonly<Record<string, unknown>>;
  findings: readonly Finding[];
};

/** Variables that the program looks at; of any other not even the name is told. */
const OURS =
  /^(BRIDGE_URL|CA_FILE|CATALOG_URL|CHECK_INTERVAL|CONFIG_FILE|DASHBOARD_URL|DEFAULT_\w+|HTTPS?_PROXY|NO_PROXY|INSECURE_SKIP_TLS_VERIFY|K8S_TOKEN|KFMR_TOKEN|KUBECONFIG|KUBERNETES_SERVICE_(HOST|PORT)|LOCATION_\w+|LOG_LEVEL|MAX_REMOVAL_SHARE|METRICS_ADDRESS|MR_ROUTE|NAMESPACE|NODE_EXTRA_CA_CERTS|NODE_OPTIONS|NORMALIZER_FORMAT|PG\w+|POD_IP|POD_NAMESPACE|POLLING_INTERVAL|POSTGRES\w*|REGISTRIES_NAMESPACES|STORAGE_\w+|token|namespace)$/i;

/** Values of which nothing is told but that they are there. */
const SECRET = /token$|password$|secret$|key$/i;

export function settingsOf(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const name of Object.keys(environment).sort()) {
    const value = environment[name];
    if (value !== undefined && OURS.test(name)) {
      settings[name] = SECRET.test(name) ? '[set, not told]' : value;
    }
  }
  return settings;
}

/** One JSON document, without any secret that is known or looks like one. */
export function bundleText(content: BundleContent, redactor: Redactor): string {
  // Texts are cleaned one by one: within JSON a quote would end a secret early.
  const clean = (value: unknown): unknown => {
    if (typeof value === 'string') {
      return redactor.clean(value);
    }
    if (Array.isArray(value)) {
      return value.map(clean);
    }
    return typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value).map(([key, one]) => [
            redactor.clean(key),
            clean(one),
          ]),
        )
      : value;
  };
  return jsonText(clean(content));
}

/** Writes it for its owner alone; compressed when the name ends with `.gz`. */
export async function writeBundle(file: string, text: string): Promise<void> {
  const bytes = file.endsWith('.gz') ? gzipSync(text) : text;
  await writeFile(file, bytes, { mode: 0o600 });
}
