import type { RequestHandler } from 'express';
import type { SecretCheck } from '../../secretCheck';

const BEARER = /^Bearer +([\x21-\x7e]+) *$/i;

/** Lets only those in who show the token; the others learn nothing else. */
export function requireToken(check: SecretCheck): RequestHandler {
  return (request, response, next) => {
    const given = BEARER.exec(request.get('Authorization') ?? '')?.[1] ?? '';
    check(given)
      .then(verdict => {
        if (verdict === 'accepted') {
          next();
          return;
        }
        response.set('Cache-Control', 'no-store');
        if (verdict === 'unknown') {
          response
            .status(503)
            .set('Retry-After', '5')
            .json({ error: 'Tokens cannot be checked yet' });
        } else {
          response
            .status(401)
            .set('WWW-Authenticate', 'Bearer realm="model-catalog"')
            .json({ error: 'A valid token is needed' });
        }
      })
      .catch(next);
  };
}
