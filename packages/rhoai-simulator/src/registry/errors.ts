/**
 * An answer other than success, as the model registry and the model catalog
 * word it: HTTP status, its text as `code`, and a message.
 */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, message: string, code = statusText(status)) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
  }
}

const TEXTS: Record<number, string> = {
  400: 'Bad Request',
  404: 'Not Found',
  409: 'Conflict',
  500: 'Internal Server Error',
};

function statusText(status: number): string {
  return TEXTS[status] ?? 'Bad Request';
}

/** 400. The servers end the message of a refused request with its class. */
export const badRequest = (message: string) =>
  new ApiError(400, `${message}: bad request`);

/** 404 for one object that does not exist. */
export const notFound = (message: string) =>
  new ApiError(404, `${message}: not found`);

/** 409 for a name or external id that is taken. */
export const conflict = (message: string) =>
  new ApiError(409, `${message}: conflict`);

/** 422 for a required field that is absent or empty; its code says "Bad Request". */
export const missingField = (field: string) =>
  new ApiError(422, `required field '${field}' is zero value.`, 'Bad Request');
