import express, { type Express, type Router } from 'express';
import { type Logger, logError } from './log';

const ALLOWED = 'GET, HEAD, OPTIONS';

/** Answers every method but the reading ones, before anything else looks at the request. */
export const readOnly: express.RequestHandler = (request, response, next) => {
  const { method } = request;
  if (method === 'GET' || method === 'HEAD') {
    next();
    return;
  }
  response.set('Allow', ALLOWED);
  if (method === 'OPTIONS') {
    response.status(204).end();
    return;
  }
  // What it sends besides is not read.
  response.set('Connection', 'close');
  response.status(405).json({ error: 'Only GET is served' });
};

/** Logs what a handler failed of, and tells the client nothing of it. */
export function answerFailure(logger: Logger): express.ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  // eslint-disable-next-line max-params
  return (error, request, response, _next) => {
    logError(logger, error, `${request.method} ${request.path} failed`);
    if (response.headersSent) {
      response.destroy();
    } else {
      response.status(500).json({ error: 'Internal error' });
    }
  };
}

/** An HTTP application around one router: JSON errors, nothing told that a stranger should not know. */
export function createApp(router: Router, logger: Logger): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use((_request, response, next) => {
    response.set('X-Content-Type-Options', 'nosniff');
    next();
  });
  app.use(router);
  app.use((request: express.Request, response: express.Response) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    response
      .status(isRead ? 404 : 405)
      .json({ error: isRead ? 'There is nothing here' : 'Only GET is served' });
  });
  app.use(answerFailure(logger));
  return app;
}
