import { Counter, Histogram, type Registry } from 'prom-client';
import type { Exchange } from '@model-catalog/node';

/** Milliseconds to half a minute: what waits longer was given up. */
export const SECONDS = [0.005, 0.02, 0.1, 0.5, 2, 10, 30];

/** Of what is asked of others; a target is a kind of server, never one by name. */
export function httpMetrics(
  registry: Registry,
): (target: string) => (exchange: Exchange) => void {
  const registers = [registry];
  const requests = new Counter({
    name: 'model_catalog_http_requests_total',
    help: 'Requests to other servers, by kind of server and answer; status is none where nothing answered',
    labelNames: ['target', 'method', 'status'],
    registers,
  });
  const bytes = new Counter({
    name: 'model_catalog_http_received_bytes_total',
    help: 'Bytes received of other servers, by kind of server',
    labelNames: ['target'],
    registers,
  });
  const seconds = new Histogram({
    name: 'model_catalog_http_request_duration_seconds',
    help: 'Time of each request to another server, its answer read; watches of Kubernetes last as long as they are open',
    labelNames: ['target'],
    buckets: SECONDS,
    registers,
  });
  return target =>
    ({ method, status, bytesIn, ms }) => {
      requests.inc({ target, method, status: status ?? 'none' });
      bytes.inc({ target }, bytesIn);
      seconds.observe({ target }, ms / 1000);
    };
}
