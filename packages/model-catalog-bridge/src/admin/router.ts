import { Router } from 'express';
import type { Metrics } from './metrics';
import { type AdminState, readinessOf } from './readiness';
import { guardedRemovals, type RemovalDesk } from './removals';

/** `/healthz`, `/readyz` and `/metrics`; none of them tells a secret. */
export function adminRouter(
  state: () => AdminState,
  metrics: Metrics,
  desk?: RemovalDesk,
): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/readyz', (_request, response) => {
    const { status, body } = readinessOf(state());
    response.status(status).json(body);
  });
  router.get('/metrics', (_request, response, next) => {
    metrics.registry
      .metrics()
      .then(text => response.type(metrics.registry.contentType).send(text))
      .catch(next);
  });
  if (desk) {
    router.use(guardedRemovals(state, desk));
  }
  return router;
}
