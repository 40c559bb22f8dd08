import type { TokenTable } from './kubernetes/access';
import { ApiError } from './kubernetes/status';
import type { Middleware } from './http';

/** Lets in who has a token of the cluster, and answers others as OpenShift AI's proxy does: 401 in plain text. */
export function tokenProxy(tokens: TokenTable): Middleware {
  return (request, response, next) => {
    try {
      const { user } = tokens.authenticate(request);
      if (user !== 'system:anonymous') {
        next();
        return;
      }
    } catch (error) {
      if (!(error instanceof ApiError)) {
        throw error;
      }
    }
    request.resume();
    response.writeHead(401, { 'Content-Type': 'text/plain; charset=utf-8' });
    response.end('Unauthorized\n');
  };
}
