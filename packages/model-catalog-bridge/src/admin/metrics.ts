import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Exchange, RunSummary, Store } from '@model-catalog/node';
import { version } from '../../package.json';
import type { Role } from '../config/config';
import { httpMetrics } from './httpMetrics';
import { runMetrics } from './runMetrics';
import { type Shown, statusMetrics } from './statusMetrics';
import { storeMetrics } from './storeMetrics';

/** What Prometheus may ask a role, and who tells it. */
export type Metrics = {
  registry: Registry;
  onExchange(target: string): (exchange: Exchange) => void;
  onRun(summary: RunSummary): void;
  /** The same store, and what is asked of it is counted. */
  counted(store: Store): Store;
};

/**
 * | role | reads OpenShift AI, and may lead | has the store's driver |
 * |---|---|---|
 * | all | yes | yes |
 * | rhoai-normalizer | yes | no |
 * | storage-rest | no | yes |
 * | location | no | no |
 */
const READS: readonly Role[] = ['all', 'rhoai-normalizer'];
const STORES: readonly Role[] = ['all', 'storage-rest'];

function buildInfo(registry: Registry, role: Role): void {
  new Gauge({
    name: 'model_catalog_build_info',
    help: 'Always 1; what runs, by version of the program and of Node.js',
    labelNames: ['version', 'role', 'node'],
    registers: [registry],
  }).set({ version, role, node: process.versions.node }, 1);
}

/** The metrics of a role; a metric that it has nothing to say about is not among them. */
export function createMetrics(role: Role, shown: Shown): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  buildInfo(registry, role);
  const reads = READS.includes(role);
  statusMetrics(registry, { ...shown, mayLead: reads });
  return {
    registry,
    onExchange: httpMetrics(registry),
    onRun: reads ? runMetrics(registry) : () => {},
    counted: STORES.includes(role) ? storeMetrics(registry) : store => store,
  };
}
