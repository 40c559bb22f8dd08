import { STATUS_CODES, type ServerResponse } from 'node:http';
import {
  authorize,
  type TokenTable,
  type TokenUser,
} from './kubernetes/access';
import { typeOfKind } from './kubernetes/resources';
import { ApiError } from './kubernetes/status';
import type { Middleware } from './http';
import type { ProxyFlavour } from './release';

/** What stands in front of a registry or catalog, and who is let in. */
export interface ProxyOptions {
  readonly flavour: ProxyFlavour;
  readonly tokens: TokenTable;
  /** Let in is who may `get` this Service; absent: whoever has a token. */
  readonly service?: { readonly namespace: string; readonly name: string };
  /**
   * Status of oauth-proxy's sign-in page. 403 unless given; 302 leads to the
   * cluster's login, as with its option to skip the page; some releases in
   * front of a dashboard were seen to answer 200.
   */
  readonly signIn?: 200 | 302 | 403;
}

const SIGN_IN =
  '<!DOCTYPE html><html lang="en"><head><title>Log In</title></head><body><form method="GET" action="/oauth/start"><button type="submit">Log in with OpenShift</button></form></body></html>\n';

/**
 * Lets in who has a token of the cluster and may read the Service.
 *
 * | flavour | no or unknown token | a token without that right |
 * |---|---|---|
 * | kube-rbac-proxy | 401 `Unauthorized` in plain text | 403 `Forbidden (...)` in plain text |
 * | oauth-proxy | the sign-in page in HTML: 403, 302 or 200 | the same |
 *
 * Both ask the cluster (TokenReview, SubjectAccessReview `get services/<name>`),
 * read in the manifests of the operator; the words of the answers are those
 * that their sources have, not seen in front of a real registry.
 */
export function tokenProxy(options: ProxyOptions): Middleware {
  return (request, response, next) => {
    const verdict = judge(options, () => options.tokens.authenticate(request));
    if (verdict === 'let in') {
      next();
      return;
    }
    request.resume();
    if (options.flavour === 'oauth-proxy') {
      signIn(response, options.signIn ?? 403);
    } else if (verdict === 'unknown') {
      plain(response, 401, 'Unauthorized\n');
    } else {
      plain(response, 403, `Forbidden (user=${verdict.user}, verb=get)\n`);
    }
  };
}

function judge(
  { service }: ProxyOptions,
  authenticate: () => TokenUser,
): 'let in' | 'unknown' | TokenUser {
  let user: TokenUser | undefined;
  try {
    user = authenticate();
    if (user.user === 'system:anonymous') {
      return 'unknown';
    }
    if (service) {
      authorize(user, { verb: 'get', type: typeOfKind('Service'), ...service });
    }
    return 'let in';
  } catch (error) {
    if (!(error instanceof ApiError)) {
      throw error;
    }
    return user ?? 'unknown';
  }
}

function signIn(response: ServerResponse, code: 200 | 302 | 403): void {
  const html = { 'Content-Type': 'text/html; charset=utf-8' };
  if (code === 302) {
    response.writeHead(302, { ...html, Location: '/oauth/start?rd=%2F' });
    response.end(`<a href="/oauth/start?rd=%2F">${STATUS_CODES[302]}</a>.\n`);
    return;
  }
  response.writeHead(code, html);
  response.end(SIGN_IN);
}

function plain(response: ServerResponse, code: number, text: string): void {
  response.writeHead(code, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(text);
}
