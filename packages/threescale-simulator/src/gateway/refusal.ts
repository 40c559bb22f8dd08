import type { Proxy } from '../state/types';

/** Why a gateway refuses, as its settings name it. */
export type Reason =
  | 'auth_failed'
  | 'auth_missing'
  | 'no_match'
  | 'limits_exceeded';

/** What the caller is answered. */
export interface Refusal {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** The answer as the product's `gatewayResponse` says. */
export const refusalOf = (
  { errors }: Pick<Proxy, 'errors'>,
  reason: Reason,
): Refusal => ({
  status: Number(errors[`error_status_${reason}`] ?? 403),
  contentType: String(errors[`error_headers_${reason}`] ?? 'text/plain'),
  body: String(errors[`error_${reason}`] ?? ''),
});
