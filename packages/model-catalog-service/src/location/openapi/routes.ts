import type { Router } from 'express';
import { sendPieces } from '../send';
import { handle } from '../handle';
import { OPENAPI_PATH, openApiDocument } from './document';

/** Adds the document, and links to it from what it describes. */
export function addOpenApi(router: Router): void {
  router.use('/api/', (_request, response, next) => {
    response.set('Link', `<${OPENAPI_PATH}>; rel="service-desc"`);
    next();
  });
  router.get(
    OPENAPI_PATH,
    handle(async (request, response) => {
      response.set('Cache-Control', 'private, no-cache');
      await sendPieces(request, response, {
        type: 'json',
        pieces: [JSON.stringify(openApiDocument())],
      });
    }),
  );
}
