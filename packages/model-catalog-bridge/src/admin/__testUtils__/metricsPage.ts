import { Registry } from 'prom-client';
import { z } from 'zod/v4';
import type { Role } from '../../config/config';
import { publisherMetrics } from '../../maas/publisher/admin';
import { locationMetrics } from '../locationMetrics';
import { createMetrics } from '../metrics';
import { requestMetrics } from '../requestMetrics';

export const ROLES: readonly Role[] = [
  'all',
  'rhoai-normalizer',
  'storage-rest',
  'location',
];

const Described = z.object({
  name: z.string(),
  help: z.string(),
  type: z.string(),
});
const Labelled = z.object({
  name: z.string(),
  labelNames: z.array(z.string()).default([]),
});

/** A metric of ours, and who has it. */
export type MetricRow = z.infer<typeof Described> & {
  labels: readonly string[];
  roles: readonly Role[];
};

/** Of the program that publishes models in 3scale. */
const publisherRegistry = () =>
  publisherMetrics(() => ({
    publisher: {
      ...{ isReady: true, reasons: [], refused: [], offerings: new Map() },
    },
    leader: { isLeader: true, isSure: true, isAnswered: true },
  })).registry;

/** Everything that a role registers, as its servers do. */
function registryOf(role: Role): Registry {
  const { registry } = createMetrics(role, {
    state: () => ({ firstRunDone: false, sources: [], removed: [] }),
    now: () => 0,
  });
  if (role === 'all' || role === 'location') {
    locationMetrics(registry, () => 0);
    requestMetrics(registry);
  }
  return registry;
}

/** Our own metrics; those of Node.js and of its process are prom-client's. */
async function metricsIn(
  registry: Registry,
): Promise<readonly Omit<MetricRow, 'roles'>[]> {
  const all = z.array(Labelled).parse(registry.getMetricsAsArray());
  const labels = new Map(all.map(one => [one.name, one.labelNames]));
  return z
    .array(Described)
    .parse(await registry.getMetricsAsJSON())
    .filter(({ name }) => name.startsWith('model_catalog_'))
    .map(one => ({ ...one, labels: labels.get(one.name) ?? [] }));
}

/** Of the publisher of models. */
export async function publisherRows(): Promise<readonly MetricRow[]> {
  const rows = await metricsIn(publisherRegistry());
  return rows
    .map(one => ({ ...one, roles: [] }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** Of the roles. */
export async function metricRows(): Promise<readonly MetricRow[]> {
  const rows = new Map<string, MetricRow>();
  for (const role of ROLES) {
    const all = await metricsIn(registryOf(role));
    for (const metric of all) {
      const before = rows.get(metric.name)?.roles ?? [];
      rows.set(metric.name, { ...metric, roles: [...before, role] });
    }
  }
  return [...rows.values()].sort((a, b) => a.name.localeCompare(b.name));
}

const code = (texts: readonly string[]) =>
  texts.map(text => `\`${text}\``).join(', ');

const rowText = ({ name, type, labels, roles, help }: MetricRow) =>
  `| \`${name}\` | ${type} | ${code(labels)} | ${
    roles.length === ROLES.length ? 'every' : code(roles)
  } | ${help} |`;

const publisherText = ({ name, type, labels, help }: MetricRow) =>
  `| \`${name}\` | ${type} | ${code(labels)} | ${help} |`;

/** The page about metrics. */
export function metricsPage(
  rows: readonly MetricRow[],
  published: readonly MetricRow[],
): string {
  return `# Metrics

Generated from the program; do not edit. \`UPDATE_DOCS=1 ./yarnw workspace @model-catalog/bridge test metricsPage\` writes it anew.

\`GET /metrics\` of each role, on its \`METRICS_ADDRESS\` ([processes](../processes.md)). What to watch, and what to do: [operations](../operations.md).

| metric | type | labels | role | meaning |
| --- | --- | --- | --- | --- |
${rows.map(rowText).join('\n')}

The values of each label are few: a \`source\` is \`kserve\`, \`model-registry/NAME\`, \`model-catalog\` or another source by name; a \`target\` is a kind of server (\`kubernetes\`, \`model-registry\`, \`model-catalog\`, \`model-server\`, \`storage-rest\`), never one by name or address. No label holds a model, a URL or a token.

Besides these, each process has the metrics of prom-client about Node.js: \`process_cpu_seconds_total\`, \`process_resident_memory_bytes\`, \`nodejs_eventloop_lag_p99_seconds\` and others.

## Of the publisher

\`model-catalog-bridge maas-publisher\` ([publish](../maas/publish.md)):

| metric | type | labels | meaning |
| --- | --- | --- | --- |
${published.map(publisherText).join('\n')}

## Without a sidecar

There is no \`/metrics\` of ours: [operations](../operations.md#without-a-sidecar).
`;
}
