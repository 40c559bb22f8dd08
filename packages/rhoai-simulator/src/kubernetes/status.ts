/** The `Status` object of the Kubernetes API (meta/v1). */
export interface Status {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: { readonly continue?: string };
  readonly status: 'Success' | 'Failure';
  readonly message?: string;
  readonly reason?: string;
  readonly details?: StatusDetails;
  readonly code: number;
}

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly StatusCause[];
  readonly retryAfterSeconds?: number;
}

export interface StatusCause {
  readonly reason: string;
  readonly message: string;
  readonly field?: string;
}

/** What a refusal is about: the plural and the group as in `configmaps` or `inferenceservices.serving.kserve.io`. */
export interface GroupResource {
  readonly group: string;
  readonly plural: string;
  readonly kind: string;
}

/** A refusal by the API server; `status` is sent to the client as it is. */
export class ApiError extends Error {
  readonly status: Status;

  constructor(status: Status) {
    super(status.message ?? status.reason);
    this.name = 'ApiError';
    this.status = status;
  }
}

interface FailureParts {
  readonly code: number;
  readonly reason?: string;
  readonly message: string;
  readonly details?: StatusDetails;
  readonly continueToken?: string;
}

export function failure(parts: FailureParts): ApiError {
  return new ApiError({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: parts.continueToken ? { continue: parts.continueToken } : {},
    status: 'Failure',
    message: parts.message,
    ...(parts.reason ? { reason: parts.reason } : {}),
    ...(parts.details ? { details: parts.details } : {}),
    code: parts.code,
  });
}

export function groupResource(of: GroupResource): string {
  return of.group ? `${of.plural}.${of.group}` : of.plural;
}

function groupKind(of: GroupResource): string {
  return of.group ? `${of.kind}.${of.group}` : of.kind;
}

function details(of: GroupResource, name: string): StatusDetails {
  return {
    ...(name ? { name } : {}),
    ...(of.group ? { group: of.group } : {}),
    kind: of.plural,
  };
}

export function unauthorized(): ApiError {
  return failure({
    code: 401,
    reason: 'Unauthorized',
    message: 'Unauthorized',
  });
}

export function badRequest(message: string): ApiError {
  return failure({ code: 400, reason: 'BadRequest', message });
}

export function notFound(of: GroupResource, name: string): ApiError {
  return failure({
    code: 404,
    reason: 'NotFound',
    message: `${groupResource(of)} "${name}" not found`,
    details: details(of, name),
  });
}

export function alreadyExists(of: GroupResource, name: string): ApiError {
  return failure({
    code: 409,
    reason: 'AlreadyExists',
    message: `${groupResource(of)} "${name}" already exists`,
    details: details(of, name),
  });
}

export function conflict(
  of: GroupResource,
  name: string,
  why = 'the object has been modified; please apply your changes to the latest version and try again',
): ApiError {
  return failure({
    code: 409,
    reason: 'Conflict',
    message: `Operation cannot be fulfilled on ${groupResource(
      of,
    )} "${name}": ${why}`,
    details: details(of, name),
  });
}

export function forbidden(
  of: GroupResource,
  name: string,
  why: string,
): ApiError {
  const subject = name
    ? `${groupResource(of)} "${name}"`
    : `${groupResource(of)}`;
  return failure({
    code: 403,
    reason: 'Forbidden',
    message: `${subject} is forbidden: ${why}`,
    details: details(of, name),
  });
}

export function methodNotAllowed(): ApiError {
  return failure({
    code: 405,
    reason: 'MethodNotAllowed',
    message: 'the server does not allow this method on the requested resource',
    details: {},
  });
}

/** 410 with reason Expired, as sent for old continue tokens and, in the stream, for old watches. */
export function expired(message: string, continueToken?: string): ApiError {
  return failure({ code: 410, reason: 'Expired', message, continueToken });
}

/** 415 of the router, for a patch of a type that no kind takes. */
export function unknownPatchType(): ApiError {
  return failure({
    code: 415,
    reason: 'UnsupportedMediaType',
    message: '415: Unsupported Media Type',
    details: {},
  });
}

export function unsupportedMediaType(accepted: readonly string[]): ApiError {
  return failure({
    code: 415,
    reason: 'UnsupportedMediaType',
    message: `the body of the request was in an unknown format - accepted media types include: ${accepted.join(
      ', ',
    )}`,
  });
}

/** The limit of kube-apiserver on one request body. */
export const REQUEST_LIMIT_BYTES = 3 * 1024 * 1024;

export function requestTooLarge(): ApiError {
  return failure({
    code: 413,
    reason: 'RequestEntityTooLarge',
    message: `Request entity too large: limit is ${REQUEST_LIMIT_BYTES}`,
  });
}

export function futureResourceVersion(
  asked: string,
  current: number,
): ApiError {
  return failure({
    code: 504,
    reason: 'Timeout',
    message: `Timeout: Too large resource version: ${asked}, current: ${current}`,
    details: {
      causes: [
        {
          reason: 'ResourceVersionTooLarge',
          message: 'Too large resource version',
        },
      ],
      retryAfterSeconds: 1,
    },
  });
}

/** One field's fault: `reason` as in `FieldValueRequired`, `message` without the field's name. */
export interface FieldFault {
  readonly reason: string;
  readonly field: string;
  readonly message: string;
}

/** 422 with one cause per field, worded as the API machinery words it. */
export function invalid(
  of: GroupResource,
  name: string,
  faults: readonly FieldFault[],
): ApiError {
  const texts = [...new Set(faults.map(f => `${f.field}: ${f.message}`))];
  const all = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  return failure({
    code: 422,
    reason: 'Invalid',
    message: `${groupKind(of)} "${name}" is invalid: ${all}`,
    details: {
      ...(name ? { name } : {}),
      ...(of.group ? { group: of.group } : {}),
      kind: of.kind,
      causes: faults,
    },
  });
}
