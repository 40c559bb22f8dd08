import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { RunSummary } from '@model-catalog/node';
import { SECONDS } from './httpMetrics';

function countsOf(registry: Registry) {
  const registers = [registry];
  return {
    runs: new Counter({
      name: 'model_catalog_runs_total',
      help: 'Runs of the pipeline: from what the sources say to what is stored',
      registers,
    }),
    seconds: new Histogram({
      name: 'model_catalog_run_duration_seconds',
      help: 'Time of each run, the write to the store included',
      buckets: SECONDS,
      registers,
    }),
    changes: new Counter({
      name: 'model_catalog_record_changes_total',
      help: 'Records added, updated and removed',
      labelNames: ['change'],
      registers,
    }),
  };
}

function standingOf(registry: Registry) {
  const registers = [registry];
  return {
    held: new Gauge({
      name: 'model_catalog_held_objects',
      help: 'Objects kept although their source does not show them, by reason, as of the last run',
      labelNames: ['reason'],
      registers,
    }),
    refused: new Gauge({
      name: 'model_catalog_refused_removals',
      help: 'Objects whose removal waits for approval, as too many of their source would go at once, as of the last run',
      labelNames: ['source'],
      registers,
    }),
    issues: new Gauge({
      name: 'model_catalog_object_issues',
      help: 'Things about single objects that need attention, by source, as of the last run; the log names them',
      labelNames: ['source'],
      registers,
    }),
  };
}

/** Of the roles that read OpenShift AI. */
export function runMetrics(registry: Registry): (summary: RunSummary) => void {
  const { runs, seconds, changes } = countsOf(registry);
  const { held, refused, issues } = standingOf(registry);
  return summary => {
    runs.inc();
    seconds.observe(summary.durationMs / 1000);
    for (const change of ['added', 'updated', 'removed'] as const) {
      changes.inc({ change }, summary[change]);
    }
    held.reset();
    for (const [reason, count] of Object.entries(summary.held)) {
      held.set({ reason }, count);
    }
    refused.reset();
    for (const [source, ids] of Object.entries(summary.refused)) {
      refused.set({ source }, ids.length);
    }
    issues.reset();
    for (const { source } of summary.issues) {
      issues.inc({ source });
    }
  };
}
