import { readFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';
import { z } from 'zod/v4';
import { ROOT } from '../deploy/paths';

const Rule = z.strictObject({
  alert: z.string(),
  expr: z.string(),
  for: z.string(),
  labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
  annotations: z.strictObject({ summary: z.string(), runbook: z.string() }),
});
const Groups = z.object({
  groups: z.array(z.object({ name: z.string(), rules: z.array(Rule).min(1) })),
});
const Panel = z.object({
  id: z.number(),
  title: z.string(),
  gridPos: z.object({
    x: z.number(),
    y: z.number(),
    w: z.number(),
    h: z.number(),
  }),
  targets: z.array(z.object({ expr: z.string() })).min(1),
});
const Dashboard = z.object({ panels: z.array(Panel) });

/** An alert of ours. */
export type Alert = z.infer<typeof Rule>;

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** What the PrometheusRule holds. */
export function rulesOf(path: string): z.infer<typeof Groups> {
  const value: unknown = parse(read(path));
  const { spec } = z.object({ spec: z.unknown().optional() }).parse(value);
  return Groups.parse(spec ?? value);
}

/** Where the alerts are: of the connector, and of the publisher of models. */
export const RULES = {
  connector: 'deploy/monitoring/rules/prometheus-rule.yaml',
  publisher: 'deploy/monitoring/publisher/prometheus-rule.yaml',
} as const;

export const alertsOf = (whose: keyof typeof RULES): Alert[] =>
  rulesOf(RULES[whose]).groups.flatMap(({ rules }) => rules);

export const alerts = (): Alert[] => [
  ...alertsOf('connector'),
  ...alertsOf('publisher'),
];

export const panels = () =>
  Dashboard.parse(
    JSON.parse(read('deploy/monitoring/dashboard/model-catalog.json')),
  ).panels;

/** A query as Prometheus gets it from Grafana. */
export const asAsked = (expr: string) =>
  expr
    .replaceAll('$__rate_interval', '5m')
    .replaceAll('$namespace', '.*')
    .replace(/\$\w+/g, 'x');

/** A metric on the page, which the bridge's own tests hold to the program. */
export interface KnownMetric {
  readonly type: string;
  readonly labels: readonly string[];
}

/** Everything that a query may name, histograms by their series. */
export function knownMetrics(): Map<string, KnownMetric> {
  const page = read('docs/reference/metrics.md');
  const rows = page.matchAll(/^\| `(\w+)` \| (\w+) \| (.*?) \|/gm);
  const known = new Map<string, KnownMetric>([
    // Of prom-client.
    ['process_resident_memory_bytes', { type: 'gauge', labels: [] }],
  ]);
  for (const [, name = '', type = '', cell = ''] of rows) {
    const labels = [...cell.matchAll(/`(\w+)`/g)].map(String);
    if (type === 'histogram') {
      for (const part of ['bucket', 'sum', 'count']) {
        known.set(`${name}_${part}`, { type, labels });
      }
    } else {
      known.set(name, { type, labels });
    }
  }
  return known;
}

/** The headings of the page about operations that are about one alert each, and what is below. */
export function runbook(): Map<string, string> {
  const page = read('docs/operations.md');
  const parts = page.split(/^### (?=ModelCatalog)/m).slice(1);
  return new Map(
    parts.map(part => {
      const [heading = '', ...text] = part.split('\n');
      return [heading.trim(), text.join('\n').split(/^##/m)[0] ?? ''];
    }),
  );
}
