import { Request, RequestHandler, Router } from 'express';
import { ApiError } from '../registry/errors';
import {
  answer,
  methodNotAllowed,
  plainNotFound,
  queryText,
} from '../registry/http';
import { filterOptions } from './filterOptions';
import { legacyRoutes } from './legacyRouter';
import { listArtifacts, listModels } from './models';
import { pageInMemory } from './paging';
import { CatalogRelease, CatalogView, VIEWS } from './release';
import {
  allOf,
  ARTIFACTS,
  MODEL,
  modelPath,
  page,
  PERFORMANCE,
} from './request';
import { CatalogState } from './state';
import { ModelRow } from './types';

const PREFIX = '/api/model_catalog';

/**
 * The REST API of the model catalog below `/api/model_catalog/`, and for the
 * hub its health endpoints. Mount it at `/`. It does no authentication: the
 * proxy in front of the real one does. Not served: `POST /sources/preview`.
 *
 * @param options - `release`: which server to answer as, 0.3.8 by default
 */
export function catalogRouter(
  state: CatalogState,
  options: { release?: CatalogRelease } = {},
): Router {
  const release = options.release ?? '0.3.8';
  const router = Router({ strict: true, caseSensitive: true });
  if (release === 'none') {
    // As the router in front of a cluster says of a host that it does not have.
    router.use(plainNotFound);
    return router;
  }
  if (release === '0.3.1') {
    const api = Router({ strict: true, caseSensitive: true });
    legacyRoutes(api, state);
    router.use(`${PREFIX}/v1alpha1`, api);
  } else {
    for (const [version, view] of Object.entries(VIEWS[release])) {
      router.use(`${PREFIX}/${version}`, apiRouter(state, view));
    }
  }
  router.use(PREFIX, plainNotFound);
  if (release === 'hub-75219019') {
    const plugins = { agent: true, mcp: true, model: true, skill: true };
    router.get('/healthz', health({ status: 'ok' }));
    router.get('/readyz', health({ plugins, status: 'ready' }));
  }
  return router;
}

function apiRouter(state: CatalogState, view: CatalogView): Router {
  const api = Router({ strict: true, caseSensitive: true });
  api.get(
    '/sources',
    answer(200, req => listSources(state, req)),
  );
  api.get(
    '/labels',
    answer(200, req => listLabels(state, req)),
  );
  api.get(
    '/models/filter_options',
    answer(200, () => filterOptions(state, view.statusIsFilter)),
  );
  api.get(
    '/models',
    answer(200, req => {
      const found = listModels(state, {
        ...page(req),
        source: queryText(req, 'source'),
        sourceLabel: queryText(req, 'sourceLabel'),
        q: queryText(req, 'q'),
        filterQuery: queryText(req, 'filterQuery'),
      });
      return { ...found, items: found.items.map(view.listed) };
    }),
  );
  api.get(
    PERFORMANCE,
    answer(200, req => performance(state, req)),
  );
  api.get(
    ARTIFACTS,
    answer(200, req => artifacts(state, req)),
  );
  api.get(
    MODEL,
    answer(200, req => view.single(oneModel(state, req))),
  );
  for (const path of ['/sources', '/labels', '/models', MODEL]) {
    api.all(path, methodNotAllowed);
  }
  api.all('/models/filter_options', methodNotAllowed);
  return api;
}

function listSources(state: CatalogState, req: Request) {
  const name = (queryText(req, 'name') ?? '').toLowerCase();
  const byName = queryText(req, 'orderBy') === 'NAME';
  return pageInMemory(
    state
      .sources()
      .filter(source => source.name.toLowerCase().includes(name))
      .map(item => ({
        item,
        id: item.id,
        value: byName ? item.name : item.id,
      })),
    page(req),
  );
}

function listLabels(state: CatalogState, req: Request) {
  const key = queryText(req, 'orderBy');
  return pageInMemory(
    state.labels().map((item, index) => {
      const position = String(index).padStart(9, '0');
      return {
        item,
        id: position,
        value: (key === undefined ? undefined : item[key]) ?? position,
      };
    }),
    page(req),
  );
}

function oneModel(state: CatalogState, req: Request): ModelRow {
  const { source, name } = modelPath(req);
  const row = state.getModel(source, name);
  if (!row) {
    throw new ApiError(404, `No model found '${name}' in source '${source}'`);
  }
  return row;
}

function artifacts(state: CatalogState, req: Request) {
  const { source, name } = modelPath(req);
  return listArtifacts(
    state.getModel(source, name),
    { ...page(req), artifactTypes: allOf(req, 'artifactType') },
    `invalid model name '${name}' for source '${source}'`,
  );
}

/** Metrics of speed only; their ranking parameters are not simulated. */
function performance(state: CatalogState, req: Request) {
  const row = oneModel(state, req);
  const measured = row.artifacts.filter(
    ({ artifact }) => artifact.metricsType === 'performance-metrics',
  );
  return listArtifacts(
    { ...row, artifacts: measured },
    { ...page(req), artifactTypes: [] },
    '',
  );
}

function health(body: object): RequestHandler {
  return (_req, res) => {
    res.setHeader('Content-Type', 'application/json');
    res.end(JSON.stringify(body));
  };
}
