import { Request, Router } from 'express';
import { ApiError } from '../registry/errors';
import {
  answer,
  methodNotAllowed,
  plainNotFound,
  queryText,
} from '../registry/http';
import { filterOptions } from './filterOptions';
import { listArtifacts, listModels } from './models';
import { pageInMemory, PageParameters } from './paging';
import { CatalogState } from './state';

const BASE = '/api/model_catalog/v1alpha1';
/** Names of models hold slashes, sent as they are or as %2F. */
const MODEL = /^\/sources\/([^/]+)\/models\/(.+)$/;
const ARTIFACTS = /^\/sources\/([^/]+)\/models\/(.+)\/artifacts$/;
const PERFORMANCE =
  /^\/sources\/([^/]+)\/models\/(.+)\/artifacts\/performance$/;

/**
 * The REST API of the model catalog, v1alpha1 as of release 0.3.8, below
 * `/api/model_catalog/`. Mount it at `/`. It does no authentication and has no
 * health endpoints, as the real one. Not served: `POST /sources/preview`.
 */
export function catalogRouter(state: CatalogState): Router {
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
    answer(200, () => filterOptions(state)),
  );
  api.get(
    '/models',
    answer(200, req =>
      listModels(state, {
        ...page(req),
        source: queryText(req, 'source'),
        sourceLabel: queryText(req, 'sourceLabel'),
        q: queryText(req, 'q'),
        filterQuery: queryText(req, 'filterQuery'),
      }),
    ),
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
    answer(200, req => oneModel(state, req).model),
  );
  for (const path of ['/sources', '/labels', '/models', MODEL]) {
    api.all(path, methodNotAllowed);
  }
  api.all('/models/filter_options', methodNotAllowed);

  const router = Router({ strict: true, caseSensitive: true });
  router.use(BASE, api);
  router.use('/api/model_catalog', plainNotFound);
  return router;
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

function oneModel(state: CatalogState, req: Request) {
  const [source = '', name = ''] = [req.params[0], req.params[1]];
  const row = state.getModel(source, name);
  if (!row) {
    throw new ApiError(404, `No model found '${name}' in source '${source}'`);
  }
  return row;
}

function artifacts(state: CatalogState, req: Request) {
  const [source = '', name = ''] = [req.params[0], req.params[1]];
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

function page(req: Request): PageParameters {
  return {
    pageSize: queryText(req, 'pageSize'),
    orderBy: queryText(req, 'orderBy'),
    sortOrder: queryText(req, 'sortOrder'),
    nextPageToken: queryText(req, 'nextPageToken'),
  };
}

/** All values of a parameter that may be repeated. */
function allOf(req: Request, name: string): string[] {
  const value: unknown = req.query[name];
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((one): one is string => typeof one === 'string');
}
