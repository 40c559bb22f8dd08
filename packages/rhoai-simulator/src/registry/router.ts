import express, { RequestHandler, Router } from 'express';
import { artifactRoutes } from './artifactRoutes';
import { healthHandler } from './health';
import { methodNotAllowed, plainNotFound, sendJson } from './http';
import { lookupRoutes, modelRoutes } from './modelRoutes';
import { servingRoutes } from './servingRoutes';
import { RegistryState } from './state';

/** The real server was seen to take 17 MB in one property. */
const MAX_BODY = '32mb';

const ALPHA = '/api/model_registry/v1alpha3';

/**
 * What has become of v1alpha3 where v1 is served (`--alpha-sunset-date` of the
 * real server):
 *
 * | alpha | v1alpha3 answers | source |
 * |---|---|---|
 * | deprecated | as ever, with Deprecation, Sunset and Link | read in the sources |
 * | gone | 410 | Kubeflow's KEP-0004; the words of the body are ours |
 */
export type AlphaApi = 'deprecated' | 'gone';

function alphaStep(alpha: AlphaApi): RequestHandler {
  return (_req, res, next) => {
    res.setHeader('Deprecation', 'true');
    res.setHeader('Sunset', 'Mon, 31 May 2027 00:00:00 GMT');
    res.setHeader('Link', '</api/model_registry/v1/>; rel="successor-version"');
    if (alpha === 'gone') {
      const message =
        'v1alpha3 is no longer served, use /api/model_registry/v1';
      sendJson(res, 410, { code: 'Gone', message });
      return;
    }
    next();
  };
}

const namelessErrors: RequestHandler = (_req, res, next) => {
  res.locals.namelessErrors = true;
  next();
};

/**
 * The REST API of the model registry and its health endpoints. Serves
 * `/api/model_registry/v1alpha3/...`, the other versions of the state's release
 * (all else below `/api/model_registry` is 404 in plain text), and
 * `/readyz/...`; mount it at `/`, before any body parser. It does no authentication: the proxy in front of the real one does.
 */
export function registryRouter(
  state: RegistryState,
  options: { readonly alpha?: AlphaApi } = {},
): Router {
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
  if (!state.dialect.namesErrors) {
    router.use(namelessErrors);
  }
  if (options.alpha) {
    router.use(ALPHA, alphaStep(options.alpha));
  }
  for (const version of state.dialect.apiVersions) {
    router.use(`/api/model_registry/${version}`, api);
  }
  router.use('/api/model_registry', plainNotFound);
  if (state.dialect.reportsHealth) {
    router.get('/readyz/health', healthHandler(state, 'all'));
    router.get('/readyz/isDirty', healthHandler(state, 'database'));
  }
  return router;
}

function pathsOf(api: Router): Set<string> {
  return new Set(
    api.stack.flatMap(layer => (layer.route ? [layer.route.path] : [])),
  );
}
