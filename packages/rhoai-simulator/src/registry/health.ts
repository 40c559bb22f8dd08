import { RequestHandler, Response } from 'express';
import { RegistryState } from './state';

/**
 * `/readyz/health` and `/readyz/isDirty`: "OK" in text, or the checks when
 * `format=json`. Counts say 0 or 1, since the server reads one row per list.
 */
export function healthHandler(
  state: RegistryState,
  scope: 'database' | 'all',
): RequestHandler {
  return (req, res) => {
    if (req.query.format !== 'json') {
      send(res, 'text/plain; charset=utf-8', 'OK');
      return;
    }
    const checks = {
      database: {
        Name: 'database',
        Status: 'pass',
        Message: 'database is healthy',
        Details: {
          schema_dirty: false,
          schema_version: state.dialect.schemaVersion,
        },
      },
      meta: {
        Name: 'meta',
        Status: 'pass',
        Message: '',
        Details: {
          check_duration_ms: 1,
          timestamp: new Date(state.now()).toISOString().replace(/\.\d+/, ''),
        },
      },
      ...(scope === 'all' ? { 'model-registry': serviceCheck(state) } : {}),
    };
    const body = JSON.stringify({ status: 'pass', checks });
    send(res, 'application/json', `${body}\n`);
  };
}

function serviceCheck(state: RegistryState) {
  const counts = state.counts();
  const seen = (count: number) => Math.min(count, 1);
  return {
    Name: 'model-registry',
    Status: 'pass',
    Message: 'model registry service is healthy',
    Details: {
      artifacts_accessible: true,
      artifacts_count: seen(counts.artifacts),
      experiment_runs_accessible: true,
      experiment_runs_count: 0,
      experiments_accessible: true,
      experiments_count: 0,
      inference_services_accessible: true,
      inference_services_count: seen(counts.inference_services),
      model_versions_accessible: true,
      model_versions_count: seen(counts.model_versions),
      registered_models_accessible: true,
      registered_models_count: seen(counts.registered_models),
      serving_environments_accessible: true,
      serving_environments_count: seen(counts.serving_environments),
      total_resources_checked: 5,
    },
  };
}

function send(res: Response, type: string, body: string): void {
  res.statusCode = 200;
  res.setHeader('Content-Type', type);
  res.end(body);
}
