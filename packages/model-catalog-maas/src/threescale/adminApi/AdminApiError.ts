import { HttpError, isHttpError } from '@model-catalog/node';
import { z } from 'zod/v4';

/**
 * Why a call of the Admin API failed.
 *
 * | kind | answer |
 * |---|---|
 * | forbidden | 401, 403: the token is unknown, or not allowed to do this |
 * | not-found | 404: no such object, or a release without this call |
 * | conflict | 409: changed by somebody else meanwhile |
 * | invalid | 422: refused, with the reasons by field |
 * | not-api | a page, a redirect or another document: not the Admin API |
 * | unreachable | no answer: network, TLS, time-out, 429, 5xx |
 */
export type AdminApiErrorKind =
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'invalid'
  | 'not-api'
  | 'unreachable';

/** A failed call: what was asked, why it failed, and what to do. Holds no secret. */
export class AdminApiError extends Error {
  readonly kind: AdminApiErrorKind;
  readonly nextStep: string;
  readonly status?: number;
  /** Of `invalid`: messages by field. */
  readonly fields: Readonly<Record<string, readonly string[]>>;

  constructor(
    message: string,
    details: {
      kind: AdminApiErrorKind;
      nextStep: string;
      status?: number;
      fields?: Readonly<Record<string, readonly string[]>>;
    },
  ) {
    super(message);
    this.name = 'AdminApiError';
    this.kind = details.kind;
    this.nextStep = details.nextStep;
    this.status = details.status;
    this.fields = details.fields ?? {};
  }
}

export function isAdminApiError(
  error: unknown,
  kind?: AdminApiErrorKind,
): error is AdminApiError {
  return (
    error instanceof AdminApiError &&
    (kind === undefined || error.kind === kind)
  );
}

const STEPS: Readonly<Record<AdminApiErrorKind, string>> = {
  forbidden:
    'Give a token of this tenant with the scopes Account Management and, for the portal, Developer Portal API (CMS), with read and write permission: Admin Portal > Account Settings > Personal > Tokens',
  'not-found':
    'Look whether the address is that of the tenant (not of the master), and whether this release of 3scale has the call',
  conflict: 'Somebody changes the same now: do it again',
  invalid: 'Change what is named, and do it again',
  'not-api':
    "Give the address of the tenant's admin portal itself (https://<tenant>-admin.<domain>): a login page or another server answers there",
  unreachable:
    'Look whether the address is right and reachable from here (DNS, route, certificate, NetworkPolicy), and whether the deployments of 3scale are ready',
};

function kindOf({ kind, status = 0 }: HttpError): AdminApiErrorKind {
  if (kind === 'content' || kind === 'redirect') {
    return 'not-api';
  }
  switch (status) {
    case 401:
    case 403:
      return 'forbidden';
    case 404:
      return 'not-found';
    case 409:
      return 'conflict';
    case 400:
    case 406:
    case 422:
      return 'invalid';
    default:
      return 'unreachable';
  }
}

const Errors = z.object({
  errors: z.record(z.string(), z.array(z.string())),
});

function fieldsIn(body: string | undefined) {
  try {
    return Errors.safeParse(JSON.parse(body ?? '')).data?.errors ?? {};
  } catch {
    return {};
  }
}

const MAX_MESSAGE = 600;

/** What a client threw, in our words; `secrets` are taken out of what the server said. */
export function toAdminApiError(
  error: unknown,
  secrets: readonly string[],
): unknown {
  if (!isHttpError(error)) {
    return error;
  }
  const clean = (text: string) =>
    secrets.reduce((left, secret) => left.replaceAll(secret, '***'), text);
  const kind = kindOf(error);
  const fields = Object.fromEntries(
    Object.entries(fieldsIn(error.answer())).map(([name, messages]) => [
      clean(name),
      messages.map(clean),
    ]),
  );
  return new AdminApiError(clean(error.message).slice(0, MAX_MESSAGE), {
    ...{ kind, status: error.status, fields, nextStep: STEPS[kind] },
  });
}
