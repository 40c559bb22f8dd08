import express, { Router } from 'express';
import { artifactRoutes } from './artifactRoutes';
import { healthHandler } from './health';
import { methodNotAllowed, plainNotFound } from './http';
import { lookupRoutes, modelRoutes } from './modelRoutes';
import { servingRoutes } from './servingRoutes';
import { RegistryState } from './state';

/** The real server was seen to take 17 MB in one property. */
const MAX_BODY = '32mb';

/**
 * The REST API of the model registry and its health endpoints. Serves
 * `/api/model_registry/v1alpha3/...`, the other versions of the state's release
 * (all else below `/api/model_registry` is 404 in plain text), and
 * `/readyz/...`; mount it at `/`, before any body parser. It does no authentication: the proxy in front of the real one does.
 */
export function registryRouter(state: RegistryState): Router {
  const api = Router({ strict: true, caseSensitive: true });
  api.use(express.text({ type: () => true, limit: MAX_BODY }));
  modelRoutes(api, state);
  artifactRoutes(api, state);
  servingRoutes(api, state);
  lookupRoutes(api, state);
  for (const path of pathsOf(api)) {
    api.all(path, methodNotAllowed);
  }

  const router = Router({ strict: true, caseSensitive: true });
  for (const version of state.dialect.apiVersions) {
    router.use(`/api/model_registry/${version}`, api);
  }
  router.use('/api/model_registry', plainNotFound);
  router.get('/readyz/health', healthHandler(state, 'all'));
  router.get('/readyz/isDirty', healthHandler(state, 'database'));
  return router;
}

function pathsOf(api: Router): Set<string> {
  return new Set(
    api.stack.flatMap(layer => (layer.route ? [layer.route.path] : [])),
  );
}
