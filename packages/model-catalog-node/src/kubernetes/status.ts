import { z } from 'zod/v4';
import { HttpError } from '../http';

/** The part that we read of a Kubernetes `Status` (meta/v1). */
export const Status = z.object({
  kind: z.literal('Status'),
  message: z.string().nullish(),
  reason: z.string().nullish(),
  code: z.number().nullish(),
  details: z
    .object({ retryAfterSeconds: z.number().nullish() })
    .nullish()
    .catch(undefined),
});
export type Status = z.infer<typeof Status>;

const HINTS: Record<number, string> = {
  401: 'The token is not, or no longer, accepted; give a valid one',
  403: 'Grant what is named here to the service account',
};

function parseStatus(body: string | undefined): Status | undefined {
  try {
    return Status.safeParse(JSON.parse(body ?? '')).data;
  } catch {
    return undefined;
  }
}

/** The error that a `Status` stands for, with the API's own words: for 403 they name the missing rule. */
export function errorOfStatus(
  status: Status,
  at: { method: string; url: string; retryAfterMs?: number },
): HttpError {
  const code = status.code ?? 500;
  const wait = status.details?.retryAfterSeconds;
  const text = [
    `answered ${code}${status.reason ? ` ${status.reason}` : ''}`,
    [status.message, HINTS[code]].filter(Boolean).join('. '),
  ];
  return new HttpError(text.filter(Boolean).join(': '), {
    ...at,
    kind: 'status',
    status: code,
    reason: status.reason ?? undefined,
    retryAfterMs: at.retryAfterMs ?? (wait ? wait * 1000 : undefined),
  });
}

/** Puts the API's own words into an error, if its answer was a `Status`. */
export function explainStatus(error: unknown): unknown {
  if (!(error instanceof HttpError) || error.kind !== 'status') {
    return error;
  }
  const status = parseStatus(error.answer());
  if (!status) {
    return error;
  }
  const { method, url, retryAfterMs } = error;
  return errorOfStatus(
    { ...status, code: error.status },
    { method, url, retryAfterMs },
  );
}
