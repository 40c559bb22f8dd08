import express, { type Express } from 'express';
import { answerFailure, onlyKnownHosts } from '@model-catalog/service';
import type { Logger } from '../log';
import { type StorageOptions, storageRouter } from './router';

/** The HTTP application of storage-rest; unlike the location service's, it takes writes. */
export function createStorageApp(
  options: StorageOptions,
  logger: Logger,
): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  if (!options.isGuarded) {
    // Reading needs no credential there, so no page of a browser may do it.
    app.use(onlyKnownHosts([]));
  }
  app.use(storageRouter(options));
  app.use((_request: express.Request, response: express.Response) => {
    response.status(404).json({ error: 'There is nothing here' });
  });
  app.use(answerFailure(logger));
  return app;
}
