import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type { Hosted } from '@model-catalog/service';
import express, { type Router } from 'express';

/**
 * The location routes of each entry under its id. Only other plugins may ask:
 * what is here is not narrowed to what a user may see, as the catalog is.
 */
export function createRouter(
  hosted: ReadonlyMap<string, Pick<Hosted, 'router'>>,
  httpAuth: HttpAuthService,
): Router {
  const router = express.Router();
  router.use((request, _response, next) => {
    httpAuth.credentials(request, { allow: ['service'] }).then(
      () => next(),
      error => next(error),
    );
  });
  router.use('/:id', (request, response, next) => {
    const one = hosted.get(request.params.id);
    if (one) {
      one.router(request, response, next);
    } else {
      next();
    }
  });
  return router;
}
