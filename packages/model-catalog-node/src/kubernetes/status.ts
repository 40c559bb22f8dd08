import { z } from 'zod/v4';
import { HttpError } from '../http';
import { missingRule } from './missingRule';

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

/** What to do about a refusal; for 403 the very rule that is missing. */
function hintFor(
  code: number,
  { method, url }: { method: string; url: string },
): string | undefined {
  if (code === 401) {
    return 'The token is not, or no longer, accepted; give a valid one';
  }
  if (code !== 403) {
    return undefined;
  }
  const rule = missingRule(method, url);
  return rule === undefined
    ? 'Grant what is named here to the service account'
    : `For the service account, ${rule}`;
}

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
    [status.message, hintFor(code, at)].filter(Boolean).join('. '),
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
