import { failure, type Status } from './status';

const REASONS: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'Conflict',
  410: 'Expired',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

/** The Status object that an injected fault of the Kubernetes API answers with. */
export function injectedStatus(code: number): Status {
  return failure({
    code,
    reason: REASONS[code],
    message:
      code === 401
        ? 'Unauthorized'
        : `injected fault: ${REASONS[code] ?? code}`,
  }).status;
}
