import type { Request } from 'express';
import { MAX_TEXTS, MAX_WAIT_SECONDS } from '@model-catalog/common';
import type { CardFor } from './cardPage';

/** A parameter that cannot be understood; told to the client as 400. */
export class QueryError extends Error {
  constructor(readonly parameter: string, reason: string) {
    super(`${parameter}: ${reason}`);
    this.name = 'QueryError';
  }
}

/**
 * The query as it was sent. Express's own parser makes an object of a
 * parameter that is given too often.
 */
function parametersOf({ url }: Request): URLSearchParams {
  const start = url.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : url.slice(start + 1));
}

function single(parameters: URLSearchParams, name: string): string | undefined {
  const values = parameters.getAll(name);
  if (values.length > 1) {
    throw new QueryError(name, 'must be given once');
  }
  return values[0];
}

/** The longest revision that is looked up; ours are far shorter. */
const MAX_SINCE = 256;

export type ChangesQuery = { since?: string; waitMs: number };

/**
 * Parameters that are not known are passed over, so that a newer plugin can
 * ask an older service.
 * @throws QueryError
 */
export function changesQuery(request: Request): ChangesQuery {
  const parameters = parametersOf(request);
  const since = single(parameters, 'since');
  if (since !== undefined && since.length > MAX_SINCE) {
    throw new QueryError('since', `is longer than ${MAX_SINCE} characters`);
  }
  const wait = single(parameters, 'wait') ?? '0';
  if (!/^\d{1,9}(\.\d{1,9})?$/.test(wait)) {
    throw new QueryError('wait', 'must be a number of seconds, e.g. 25');
  }
  const seconds = Math.min(Number(wait), MAX_WAIT_SECONDS);
  return { since: since || undefined, waitMs: seconds * 1000 };
}

/** @throws QueryError */
export function textsQuery(request: Request): readonly string[] {
  const digests = parametersOf(request).getAll('digest');
  if (digests.length === 0 || digests.length > MAX_TEXTS) {
    throw new QueryError(
      'digest',
      `must be given 1 to ${MAX_TEXTS} times, not ${digests.length} times`,
    );
  }
  if (!digests.every(digest => /^[0-9a-f]{64}$/.test(digest))) {
    throw new QueryError(
      'digest',
      'must be a SHA-256 digest in 64 hexadecimal digits (0-9, a-f)',
    );
  }
  return [...new Set(digests)];
}

export type CardQuery = { key?: string; wantedFor?: CardFor };

/** Which card is wanted, and for whose page. */
export function cardQuery(request: Request): CardQuery {
  const parameters = parametersOf(request);
  const only = (name: string) => {
    const values = parameters.getAll(name);
    return values.length === 1 ? values[0] : undefined;
  };
  const server = only('server');
  return {
    key: only('key'),
    ...(server !== undefined && {
      wantedFor: { server, externalOnly: only('urls') === 'external' },
    }),
  };
}
