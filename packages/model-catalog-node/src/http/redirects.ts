import { HttpError } from './errors';
import { identify } from './failures';
import { originAndPath } from './redactUrl';
import type { RawAnswer } from './options';
import type { HttpRequest } from './types';

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const MAX_REDIRECTS = 3;

/**
 * Where an answer sends us, if we may go there.
 *
 * | answer | GET, HEAD | other methods |
 * |---|---|---|
 * | no redirect | `undefined` | `undefined` |
 * | same origin, at most 3 in a row | the URL | error |
 * | another origin, or no usable Location | error | error |
 *
 * Another origin would get our credential, and is most often the login page of
 * an auth proxy.
 */
export function redirectTarget(
  answer: RawAnswer,
  request: HttpRequest,
  followed: number,
): string | undefined {
  if (!REDIRECTS.has(answer.status)) {
    return undefined;
  }
  const location = answer.headers.location;
  const target =
    location && URL.canParse(location, request.url)
      ? new URL(location, request.url)
      : undefined;
  const refuse = (why: string) =>
    new HttpError(
      `was redirected (${answer.status}) to ${
        target ? originAndPath(target.href) : 'nowhere'
      }, not followed: ${why}`,
      { ...identify(request), kind: 'redirect', status: answer.status },
    );
  if (!target) {
    throw refuse('the answer has no usable Location');
  }
  if (target.origin !== new URL(request.url).origin) {
    throw refuse(
      'it is another origin. Typical of a login page of an auth proxy that did not take the credential, or of http where https is needed; configure the final URL',
    );
  }
  if (!['GET', 'HEAD'].includes(request.method ?? 'GET')) {
    throw refuse('only reads are redirected; configure the final URL');
  }
  if (followed >= MAX_REDIRECTS) {
    throw refuse(`${MAX_REDIRECTS} redirects were followed already`);
  }
  return target.href;
}
