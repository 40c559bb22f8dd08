import type { OfferingAuth } from '@model-catalog/common';

/** How a product of 3scale takes the key. */
export type KeySettings = {
  /** `headers`, `query` or `authorization`; 3scale takes the query if nothing is said. */
  credentials?: string;
  keyName?: string;
  idName?: string;
};

/** Whether the policy is in the chain by which `Bearer <key>` in a header is the key. */
export type Chain = { removesBearer: boolean };

/**
 * How one key is shown to 3scale's gateway.
 *
 * | location | sent |
 * |---|---|
 * | `authorization` | `Authorization: Bearer <key>` |
 * | `headers`, `Authorization`, with the policy remove-bearer | the same |
 * | `headers` | the key alone, in the header of that name |
 * | `query`, or nothing | a parameter of that name |
 */
export function userKeyAuth(
  { credentials, keyName = 'user_key' }: KeySettings,
  { removesBearer }: Chain,
): OfferingAuth {
  const bearer: OfferingAuth = {
    type: 'api-key',
    location: 'header',
    header: 'Authorization',
    scheme: 'Bearer',
  };
  switch (credentials) {
    case 'authorization':
      return bearer;
    case 'headers':
      return removesBearer && keyName.toLowerCase() === 'authorization'
        ? bearer
        : { type: 'api-key', location: 'header', header: keyName };
    default:
      return { type: 'api-key', location: 'query', parameter: keyName };
  }
}

/** How an application's id and key are shown to it. */
export function appIdAuth({
  credentials,
  keyName = 'app_key',
  idName = 'app_id',
}: KeySettings): OfferingAuth {
  return credentials === 'headers' || credentials === 'authorization'
    ? { type: 'app-id-and-key', location: 'header', header: keyName, idName }
    : { type: 'app-id-and-key', location: 'query', parameter: keyName, idName };
}
