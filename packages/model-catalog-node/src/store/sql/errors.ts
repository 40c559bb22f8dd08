import { z } from 'zod/v4';
import {
  RecordsRefused,
  StoreConflict,
  StoreError,
  StoreFenced,
} from '../types';

/** What the drivers of PostgreSQL and SQLite say of a failure. */
const Failure = z.object({
  code: z.string().optional().catch(undefined),
  message: z.string().catch(''),
  errors: z
    .array(z.object({ message: z.string() }))
    .optional()
    .catch(undefined),
});
type Failure = z.infer<typeof Failure>;

const UNKNOWN: Failure = { message: 'unknown' };

function failureOf(error: unknown): Failure {
  return Failure.safeParse(error).data ?? UNKNOWN;
}

const OURS = [RecordsRefused, StoreConflict, StoreError, StoreFenced];

/** PostgreSQL: no such table, schema or column. */
const GONE = new Set(['42P01', '3F000', '42703']);

/** The one row that every store has is not there. */
export class StateGone extends Error {}

/** Whether the tables, or what should be in them, are not there. */
export function isGone(error: unknown): boolean {
  if (error instanceof StateGone) {
    return true;
  }
  const { code, message } = failureOf(error);
  return GONE.has(code ?? '') || /no such (table|column)/.test(message);
}

/** Whether another process has locked what is needed, and has not let go of it in time. */
export function isLocked(error: unknown): boolean {
  return ['55P03', 'SQLITE_BUSY'].includes(failureOf(error).code ?? '');
}

/** The server ended the connection: it restarts, or a pooler did. */
const LOST = new Set(['ECONNRESET', 'EPIPE', '57P01', '57P02', '08006']);

/** Whether a connection from before was used that has ended meanwhile. */
export function isConnectionLost(error: unknown): boolean {
  const { code, message } = failureOf(error);
  return (
    LOST.has(code ?? '') ||
    /Connection terminated|not queryable|connection closed/i.test(message)
  );
}

/** Whether the role lacks a right. */
export function isForbidden(error: unknown): boolean {
  return failureOf(error).code === '42501';
}

/** Codes of OpenSSL where a certificate is of an authority that is not trusted. */
const UNTRUSTED =
  /SELF_SIGNED_CERT|UNABLE_TO_(VERIFY_LEAF|GET_ISSUER)|CERT_(SIGNATURE_FAILURE|UNTRUSTED)/;

const HINTS: Readonly<Record<string, string>> = {
  '28P01': 'check user and password',
  '28000': 'check user, password and PGSSLMODE: the server refuses this login',
  '3D000': 'create the database, or name another one',
  '42501': 'grant the role its rights on the schema (docs: PostgreSQL)',
  '53100': 'the disk of the database is full',
  '53300': 'the database takes no more connections',
  '57014': 'it took too long and was stopped; it is tried again',
  '55P03': 'another process holds the lock; it is tried again',
  '25006': 'this server is a read-only standby; name the primary',
  '22P05': 'the database must be encoded in UTF8',
  ECONNREFUSED: 'nothing listens there; check host and port',
  ENOTFOUND: 'there is no such host',
  CERT_HAS_EXPIRED: 'renew its certificate',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'its certificate is for another host; use that name, or PGSSLMODE=verify-ca',
};

const hintOf = ({ code, message }: Failure): string => {
  if (/does not support SSL/.test(message)) {
    return 'set PGSSLMODE=disable if the network in between is trusted';
  }
  if (UNTRUSTED.test(code ?? '')) {
    return 'name the authority of its certificate by PGSSLROOTCERT';
  }
  return HINTS[code ?? ''] ?? 'it is tried again';
};

/** Knex puts the statement with all its values in front; a database quotes little. */
function shortOf({ message, errors = [], code }: Failure): string {
  const at = message.lastIndexOf(' - ');
  const own = at < 0 ? message : message.slice(at + 3);
  const text = own || errors.map(each => each.message).join('; ');
  const known = code && !text.includes(code) ? ` (${code})` : '';
  return `${text.slice(0, 200)}${known}`;
}

/**
 * The failure of a database as a `StoreError` that says what was tried where,
 * why it failed, and what to do. What the driver threw is not kept: it holds
 * statements with their values, and settings. Errors of ours stay as they are.
 */
export function storeErrorOf(
  error: unknown,
  tried: string,
  where: string,
): Error {
  if (error instanceof Error && OURS.some(type => error instanceof type)) {
    return error;
  }
  const failure = failureOf(error);
  return new StoreError(
    `${tried} ${where} failed: ${shortOf(failure)}; ${hintOf(failure)}`,
  );
}
