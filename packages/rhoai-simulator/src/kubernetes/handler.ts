import type { IncomingMessage, ServerResponse } from 'node:http';
import { authorize } from './access';
import { ACCESS_REVIEWS, answerAccessReview } from './accessReview';
import { discoveryDocument, servedVersions } from './discovery';
import { type ApiContext, isWatch, serve, verbOf } from './operations';
import { parseResourcePath } from './paths';
import { sendJson, sendText } from './respond';
import { ApiError, failure } from './status';

const OPEN_PATHS = ['/version', '/healthz', '/livez', '/readyz'];

/** Answers one request; every refusal is a Status object. */
export async function handleRequest(
  context: ApiContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    await route(context, request, response);
  } catch (error) {
    const refusal =
      error instanceof ApiError
        ? error
        : failure({
            code: 500,
            reason: 'InternalError',
            message: `Internal error occurred: ${String(error)}`,
          });
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (refusal.status.code === 413) {
      // The rest of the body is not waited for, so the connection cannot go on.
      response.setHeader('Connection', 'close');
    }
    const seconds = refusal.status.details?.retryAfterSeconds;
    if (seconds) {
      response.setHeader('Retry-After', seconds);
    }
    sendJson(response, refusal.status.code, refusal.status);
  }
}

async function route(
  context: ApiContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'https://localhost');
  const path = url.pathname.replace(/(.)\/$/, '$1');
  if (OPEN_PATHS.includes(path) && !request.headers.authorization) {
    sendOpenPath(context, path, response);
    return;
  }
  const user = context.tokens.authenticate(request);
  if (OPEN_PATHS.includes(path)) {
    sendOpenPath(context, path, response);
    return;
  }
  if (path === ACCESS_REVIEWS && request.method === 'POST') {
    await answerAccessReview(user, request, response);
    return;
  }
  const document = discoveryDocument(context.writer.store, path);
  if (document) {
    sendJson(response, 200, document);
    return;
  }
  const resource = parseResourcePath(path);
  const served = resource
    ? servedVersions(context.writer.store, resource.type)
    : [];
  if (!resource || !served.includes(resource.version)) {
    sendText(response, 404, '404 page not found\n');
    return;
  }
  const watching = isWatch(url.searchParams);
  authorize(user, {
    ...resource,
    verb: verbOf(request.method ?? 'GET', resource, watching),
  });
  await serve({
    context,
    request,
    response,
    resource,
    params: url.searchParams,
  });
}

function sendOpenPath(
  context: ApiContext,
  path: string,
  response: ServerResponse,
): void {
  if (path === '/version') {
    sendJson(response, 200, discoveryDocument(context.writer.store, path));
  } else {
    sendText(response, 200, 'ok');
  }
}
