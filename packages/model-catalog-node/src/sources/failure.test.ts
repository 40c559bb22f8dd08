import { HttpError, type HttpErrorKind } from '../http/errors';
import { NOT_JSON } from '../http/fetchJson';
import { backOffMs, failureOf } from './failure';

const subject = {
  name: 'Model registry "dev"',
  baseUrl: 'https://registry/api',
  permission: 'Bind the Role registry-user-dev',
};

function anError(kind: HttpErrorKind, status?: number, retryAfterMs?: number) {
  const url = 'https://registry/api/models';
  const details = { kind, status, retryAfterMs, method: 'GET', url };
  return new HttpError('answered', details);
}

describe('why a source cannot be read', () => {
  it.each([
    ['status', 401, 'unavailable', 'failed', /check the token/],
    ['status', 403, 'unavailable', 'failed', /Role registry-user-dev/],
    ['status', 404, 'unavailable', 'failed', /is its REST API/],
    ['status', 500, 'failed', 'failed', /tried again/],
    ['status', 503, 'failed', 'failed', /tried again/],
    ['tls', undefined, 'failed', 'failed', /CA bundle/],
    ['timeout', undefined, 'failed', 'failed', /tried again/],
    ['content', undefined, 'failed', 'failed', /not a page in front/],
    ['too-large', undefined, 'failed', 'failed', /size limit/],
  ] as const)(
    '%s %s: %s at first, %s later',
    (kind, status, first, later, advice) => {
      const error = anError(kind, status);
      expect(failureOf(error, subject, false)).toMatchObject({
        state: first,
        message: expect.stringMatching(advice),
      });
      expect(failureOf(error, subject, true)).toMatchObject({
        state: later,
        message: expect.stringMatching(/What was known of it stays/),
      });
    },
  );

  it.each([
    ['leads to a login page', 'redirect', undefined],
    ['shows one', 'content', NOT_JSON],
  ] as const)(
    'a proxy that %s names what it needs to let us in',
    (_what, kind, reason) => {
      const url = 'https://registry/api/models';
      const error = new HttpError('x', { kind, reason, method: 'GET', url });
      const failure = failureOf(error, subject, false);
      expect(failure.state).toBe('unavailable');
      expect(failure.message).toContain('Bind the Role registry-user-dev');
      expect(failureOf(error, subject, true).state).toBe('failed');
    },
  );

  it('names a mistake of our own as it is', () => {
    const failure = failureOf(new TypeError('oops'), subject, false);
    expect(failure).toMatchObject({ state: 'failed' });
    expect(failure.message).toMatch(/https:\/\/registry\/api.*oops/);
  });
});

describe('how long a failing server is left alone', () => {
  it.each([
    [1, undefined, 1000],
    [2, undefined, 2000],
    [5, undefined, 16_000],
    [9, undefined, 60_000],
    [900, undefined, 60_000],
    [1, 7000, 7000],
    [1, 3_600_000, 60_000],
  ])(
    'after failure %s with Retry-After %s ms: %s ms',
    (failures, asked, ms) => {
      const error = anError('status', 503, asked);
      expect(backOffMs(failures, error, 60_000)).toBe(ms);
    },
  );
});
