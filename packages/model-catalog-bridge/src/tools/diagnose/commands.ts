import { redactUrl } from '@model-catalog/node';
import type { Answering } from './registries/examinePlace';

/** What the documented commands are given. */
export type CommandFacts = {
  answering: readonly Answering[];
  /** Where the connector is; absent when it is not known. */
  namespace?: string;
  locationUrl: string;
};

/** A text as a POSIX shell takes it, whatever is in it. */
const quoted = (text: string) => `'${text.replace(/'/g, `'\\''`)}'`;

/** Without a login, and without a slash at its end, as paths follow it. */
const shown = (url: string) => redactUrl(url).replace(/\/+$/, '');

const DOCUMENTED = {
  'model-registry': 'RHOAI_MODEL_REGISTRY_URL',
  'model-catalog': 'RHOAI_MODEL_CATALOG_URL',
} as const;

/** Before `/api/model_registry/v1alpha3`, as the documented commands go on with that. */
const rootOf = (baseUrl: string) =>
  baseUrl.replace(/\/api\/model_(?:registry|catalog)\/.*$/, '');

/** The first of a kind has the documented name; further ones stand below as comments. */
function addressLines({ answering }: CommandFacts): string[] {
  const seen = new Set<string>();
  return answering.map(({ kind, name, baseUrl }) => {
    const line = `export ${DOCUMENTED[kind]}=${quoted(shown(rootOf(baseUrl)))}`;
    const isFirst = !seen.has(kind);
    seen.add(kind);
    return isFirst ? line : `# ${name}: ${line}`;
  });
}

/**
 * The lines that the documented `curl` and `jq` commands need before them.
 * Of the token only the command that reads it, never the token.
 */
export function exportLines(facts: CommandFacts): string {
  const { namespace = '<namespace>' } = facts;
  const kinds = new Set(facts.answering.map(({ kind }) => kind));
  const missing = Object.entries(DOCUMENTED).flatMap(([kind, variable]) =>
    [...kinds].some(one => one === kind)
      ? []
      : [`# ${variable}: none answered, see: model-catalog-bridge diagnose`],
  );
  return [
    ...addressLines(facts),
    ...missing,
    `export TOKEN="$(oc get secret rhdh-rhoai-connector-token -n ${quoted(
      namespace,
    )} -o jsonpath='{.data.token}' | base64 -d)"`,
    `export BRIDGE_URL=${quoted(shown(facts.locationUrl))}`,
    `# MODEL_ROOT_URL_INCLUDING_PORT: of a server, curl -s "$BRIDGE_URL/api/v1/records" | jq -r '.records[] | select(.kind == "server") | "\\(.key) \\(.server.API.url)"'`,
    '',
  ].join('\n');
}
