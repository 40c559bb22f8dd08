import { bridgeCommand, bridgeReady, processEnvironment } from './bridge.mjs';
import { Failure } from './failure.mjs';
import { chooseContext, existingFile } from './kubeconfig.mjs';

/** Options of `npm start` that are about a person's own cluster. */
export const OWN_CLUSTER_OPTIONS = [
  'kubeconfig',
  'context',
  'registry',
  'catalog',
  'config',
];

function checkedUrl(option, url) {
  const first = url?.split(',')[0].replace(/^[\w.-]+=(?=https?:)/, '');
  if (url && !/^https?:\/\//.test(first))
    throw new Failure(`--${option}: ${url} is no http or https URL.`);
  return url;
}

/** Options that mean nothing without a kubeconfig are refused. */
export function requireKubeconfig({ kubeconfig, ...others }) {
  const [other] = Object.keys(others);
  if (!kubeconfig && other)
    throw new Failure(
      `--${other} is about your own cluster: give its --kubeconfig too.`,
    );
}

/**
 * What a person asked for; undefined when it is the simulated OpenShift AI.
 * Nothing is started when something about it is wrong.
 */
export function ownCluster(values, dir) {
  const { kubeconfig, context, registry, catalog, config } = values;
  if (!kubeconfig) return undefined;
  return {
    ...chooseContext({ path: kubeconfig, context, dir }),
    registry: checkedUrl('registry', registry),
    catalog: checkedUrl('catalog', catalog),
    config: config && existingFile(config, '--config'),
  };
}

/** Variables that say where another cluster is, which is not meant. */
const NOT_MEANT = [
  'KUBERNETES_SERVICE_HOST',
  'K8S_TOKEN',
  'MR_ROUTE',
  'CATALOG_URL',
  'CONFIG_FILE',
];

/** The bridge's environment: everything stays in memory, nothing is written to the cluster. */
export function ownBridgeEnv(ports, { value, registry, catalog, config }) {
  return {
    ...Object.fromEntries(NOT_MEANT.map(name => [name, ''])),
    ...processEnvironment(),
    KUBECONFIG: value,
    STORAGE_TYPE: 'Memory',
    BRIDGE_URL: `http://localhost:${ports.location}`,
    LOCATION_ADDRESS: `127.0.0.1:${ports.location}`,
    METRICS_ADDRESS: `127.0.0.1:${ports.metrics}`,
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'info',
    ...(registry ? { MR_ROUTE: registry } : {}),
    ...(catalog ? { CATALOG_URL: catalog } : {}),
    ...(config ? { CONFIG_FILE: config } : {}),
  };
}

async function read(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
}

/**
 * Starts the bridge on a person's cluster and waits until it has looked at
 * everything once.
 *
 * @returns `{sources, records}` as the location service tells them
 * @throws Failure when nothing at all could be read
 */
export async function readOwnCluster({ supervisor, ports, own }) {
  supervisor.launch('bridge', bridgeCommand(), {
    env: ownBridgeEnv(ports, own),
  });
  await Promise.race([bridgeReady(ports), supervisor.failed]);
  const { sources, records } = await read(
    `http://127.0.0.1:${ports.location}/api/v1/records`,
  );
  const isRead = ({ id, state }) =>
    id !== 'openapi' && (state === 'complete' || state === 'partial');
  if (!sources.some(isRead)) {
    const said = sources
      .filter(({ id, message }) => id !== 'openapi' && message)
      .map(({ id, message }) => `  ${id}: ${message}`);
    throw new Failure(
      `Nothing could be read from ${own.server} (context ${
        own.context
      }).\n${said.join('\n')}`,
    );
  }
  return { sources, records };
}

const plural = (count, one) => `${count} ${one}${count === 1 ? '' : 's'}`;

function countBy(items, keyOf) {
  const counts = new Map();
  for (const item of items) {
    counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, count]) => `${count} ${key}`)
    .join(', ');
}

function foundLines(records) {
  const servers = records.filter(({ kind }) => kind === 'server');
  const models = records.filter(({ kind }) => kind === 'model');
  const cards = new Set(records.flatMap(({ card }) => card?.key ?? []));
  const apis = servers.filter(({ server }) => server?.API);
  const bracket = text => (text ? ` (${text})` : '');
  return [
    plural(servers.length, 'model server') +
      bracket(countBy(servers, ({ state }) => state)),
    plural(models.length, 'model') +
      bracket(countBy(models, ({ source }) => `of ${source}`)),
    plural(cards.size, 'model card'),
    plural(apis.length, 'API'),
  ];
}

const HEADINGS = {
  complete: 'Read',
  partial: 'Read in part',
  failed: 'Could not be read',
  unavailable: 'Not there, or not allowed',
};

/** Wraps a text at blanks, each line behind `indent`. */
function wrapped(text, indent, width = 88) {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line && `${indent}${line} ${word}`.length > width) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines.map(line => `${indent}${line}`);
}

function sourceLines(state, sources) {
  const those = sources.filter(source => source.state === state);
  if (those.length === 0) return [];
  return [
    `  ${HEADINGS[state]}:`,
    ...those.flatMap(({ id, message }) => [
      `    ${id}`,
      ...(message && state !== 'complete' ? wrapped(message, '      ') : []),
    ]),
  ];
}

const WANTED = [
  ['model-registry', 'No model registry was found: name one by --registry'],
  ['model-catalog', 'No model catalog was found: name it by --catalog'],
];

/** What was found in a person's cluster and what was not, and why, for the terminal. */
export function summaryOf({ sources, records, server, context }) {
  const shown = sources.filter(({ id }) => id !== 'openapi');
  const missing = WANTED.filter(
    ([kind]) => !sources.some(({ id }) => id.startsWith(kind)),
  );
  return [
    `From ${server} (context ${context}), read-only:`,
    ...foundLines(records).map(line => `    ${line}`),
    ...Object.keys(HEADINGS).flatMap(state => sourceLines(state, shown)),
    ...missing.map(([, line]) => `  ${line}`),
  ].join('\n');
}
