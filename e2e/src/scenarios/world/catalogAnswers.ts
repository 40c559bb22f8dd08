import type { CatalogBody } from '../schema';
import type { Reply } from './HttpService';
import { errorReply, pageOf } from './paging';
import type { Dialect } from './releases';

const NOTHING: Reply = {
  status: 404,
  type: 'text/plain',
  body: '404 page not found',
};

const rowsOf = (bodies: readonly unknown[]) =>
  bodies.map((body, index) => ({ id: index + 1, stamp: 0, body }));

/** The artifacts of a model: `sources/<id>/models/<name>/artifacts`, slashes raw or not. */
function artifactsAt(
  { models }: CatalogBody,
  path: string,
): readonly unknown[] | undefined {
  const [, source = '', name = ''] =
    /^sources\/([^/]+)\/models\/(.+)\/artifacts$/.exec(path) ?? [];
  const wanted = decodeURIComponent(name);
  return models[decodeURIComponent(source)]?.find(
    model => model.name === wanted,
  )?.artifacts;
}

function modelsOf(body: CatalogBody, query: URLSearchParams, dialect: Dialect) {
  const source = query.get('source');
  if (dialect.oneSourceOnly && body.models[source ?? ''] === undefined) {
    return undefined;
  }
  const named = source === null ? Object.keys(body.models) : source.split(',');
  return named.flatMap(id =>
    (body.models[id] ?? []).map(({ artifacts, ...model }) => ({
      ...model,
      ...(dialect.oneSourceOnly ? {} : { source_id: id }),
    })),
  );
}

/** Answers as the catalog of a release does. Ten models a page unless asked for more. */
export function answerCatalog(
  body: CatalogBody,
  dialect: Dialect,
  target: URL,
): Reply {
  const [, version = '', path = ''] =
    /^\/api\/model_catalog\/([^/]+)\/(.+)$/.exec(target.pathname) ?? [];
  if (!dialect.catalogVersions.includes(version)) {
    return NOTHING;
  }
  const query = target.searchParams;
  const page = (bodies: readonly unknown[]) =>
    pageOf(rowsOf(bodies), query, { dialect, usual: 10 });
  if (path === 'sources') {
    return page(body.sources);
  }
  if (path === 'models') {
    const models = modelsOf(body, query, dialect);
    return models ? page(models) : errorReply(dialect, 404, 'Unknown source');
  }
  const artifacts = artifactsAt(body, path);
  if (!artifacts) {
    return NOTHING;
  }
  return page(artifacts);
}
