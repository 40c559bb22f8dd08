import { Request, Router } from 'express';
import { ApiError } from '../registry/errors';
import { parseInt32 } from '../registry/ids';
import { answer, methodNotAllowed, queryText } from '../registry/http';
import { Page } from '../registry/types';
import { CatalogArtifactInput, CatalogModelInput } from './inputs';
import { matchesText } from './models';
import { compareText, pageInMemory } from './paging';
import { ARTIFACTS, MODEL, modelPath, page } from './request';
import { CatalogState } from './state';

/**
 * The catalog of release 0.3.1, which serves its files as they are:
 * - a list needs exactly one source, anything else is 404;
 * - models have no id and no source, keep the types of their properties and
 *   the identifier of their licence;
 * - `size` counts all models found, not those of the page;
 * - a token that fits no model starts again at the first page;
 * - a page size below 1 breaks the connection;
 * - the artifacts of a model that is not there are `null`.
 */
export function legacyRoutes(api: Router, state: CatalogState): void {
  api.get(
    '/sources',
    answer(200, req => listSources(state, req)),
  );
  api.get('/models', (req, res, next) => {
    const size = parseInt32(queryText(req, 'pageSize') ?? '10');
    if (typeof size === 'number' && size < 1 && hasSource(state, req)) {
      req.socket.destroy();
      return;
    }
    answer(200, request => listModels(state, request))(req, res, next);
  });
  api.get(
    ARTIFACTS,
    answer(200, req => artifacts(state, req)),
  );
  api.get(
    MODEL,
    answer(200, req => oneModel(state, req)),
  );
  for (const path of ['/sources', '/models', MODEL]) {
    api.all(path, methodNotAllowed);
  }
}

function listSources(state: CatalogState, req: Request) {
  const name = (queryText(req, 'name') ?? '').toLowerCase();
  return pageInMemory(
    state
      .sources()
      .filter(source => source.enabled)
      .filter(source => source.name.toLowerCase().includes(name))
      .map(source => ({
        item: { id: source.id, name: source.name, enabled: true, labels: [] },
        id: source.id,
        value: source.id,
      })),
    page(req),
  );
}

function hasSource(state: CatalogState, req: Request): boolean {
  const id = queryText(req, 'source');
  return state.sources().some(source => source.enabled && source.id === id);
}

function listModels(state: CatalogState, req: Request): Page<object> {
  if (!hasSource(state, req)) {
    throw new ApiError(404, 'Unknown source');
  }
  const source = queryText(req, 'source');
  const q = queryText(req, 'q');
  const byId = queryText(req, 'orderBy') === 'ID';
  const found = state
    .models()
    .filter(row => row.sourceId === source && matchesText(row, q))
    .map(({ input }) => ({
      item: asInFile(input),
      id: input.name,
      value: byId ? input.name : '',
    }))
    .sort((a, b) => compareText(a.id, b.id));
  return { ...pageInMemory(found, page(req)), size: found.length };
}

function oneModel(state: CatalogState, req: Request): object {
  const { source, name } = modelPath(req);
  const row = state.getModel(source, name);
  if (!row) {
    const known = state.sources().some(({ id }) => id === source);
    throw new ApiError(
      404,
      known ? 'Unknown model or version' : 'Unknown source',
    );
  }
  return asInFile(row.input);
}

function artifacts(state: CatalogState, req: Request): Page<object> | null {
  const { source, name } = modelPath(req);
  const row = state.getModel(source, name);
  if (!row) {
    return null;
  }
  const items = (row.input.artifacts ?? []).map(artifactAsInFile);
  const size = items.length;
  return { items, nextPageToken: '', pageSize: size, size };
}

function asInFile({ artifacts: _artifacts, ...model }: CatalogModelInput) {
  return withTextTimes(model);
}

function artifactAsInFile({
  artifactType: _type,
  ...artifact
}: CatalogArtifactInput) {
  return withTextTimes(artifact);
}

function withTextTimes<
  T extends {
    createTimeSinceEpoch?: string | number;
    lastUpdateTimeSinceEpoch?: string | number;
  },
>(item: T) {
  const text = (time: string | number | undefined) =>
    time === undefined ? undefined : String(time);
  return {
    ...item,
    createTimeSinceEpoch: text(item.createTimeSinceEpoch),
    lastUpdateTimeSinceEpoch: text(item.lastUpdateTimeSinceEpoch),
  };
}
