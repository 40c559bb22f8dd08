import type { RequestListener } from 'node:http';
import { CHANGES_PATH, SNAPSHOT_PATH, TEXTS_PATH } from '@model-catalog/common';
import { Counter, type Registry } from 'prom-client';

const ROUTES: ReadonlyMap<string, string> = new Map([
  [CHANGES_PATH, 'changes'],
  [TEXTS_PATH, 'texts'],
  [SNAPSHOT_PATH, 'records'],
  ['/list', 'list'],
  ['/modelcard', 'modelcard'],
]);

/** Whatever is asked for, one of seven. */
function routeOf(url = ''): string {
  const path = url.split('?', 1)[0] ?? '';
  const isDocument = path.endsWith('/model-catalog.json');
  return ROUTES.get(path) ?? (isDocument ? 'document' : 'other');
}

/** Counts what clients of the location service get, refusals included. */
export function requestMetrics(
  registry: Registry,
): (listener: RequestListener) => RequestListener {
  const requests = new Counter({
    name: 'model_catalog_location_requests_total',
    help: 'Requests to the location service, by route (changes, texts, records, list, document, modelcard, other) and status; gone where the client left before its answer',
    labelNames: ['route', 'status'],
    registers: [registry],
  });
  return listener => (request, response) => {
    const route = routeOf(request.url);
    response.once('close', () => {
      const status = response.headersSent ? response.statusCode : 'gone';
      requests.inc({ route, status });
    });
    listener(request, response);
  };
}
