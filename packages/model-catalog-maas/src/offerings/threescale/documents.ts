import {
  isHttpError,
  type KubernetesClient,
  LongText,
  parseText,
  readOpenApi,
} from '@model-catalog/node';
import { z } from 'zod/v4';
import {
  createLookup,
  type Lookup,
  type LookupOptions,
} from '../kubernetes/lookup';
import type { ParsedActiveDoc } from './parsed';

const Secret = z.object({
  data: z.record(z.string(), z.string()).nullish(),
});

/** Of a Secret as it is in Kubernetes: at most 1 MiB, in base64. */
const MAX_BASE64 = 1_500_000;

/** What an ActiveDoc's document is looked up by: it changes when its content is known to. */
export const documentKey = ({ secret, stamp = '' }: ParsedActiveDoc) =>
  secret && `${secret.namespace}/${secret.name}/${stamp}`;

/**
 * The OpenAPI document in a Secret. An object that anybody in its namespace may
 * write names the Secret, so nothing is taken of it but such a document.
 */
export function documentIn(raw: z.infer<typeof Secret>): string | undefined {
  const values = Object.values(raw.data ?? {});
  for (const value of values.filter(one => one.length <= MAX_BASE64)) {
    const text = Buffer.from(value, 'base64').toString('utf8');
    const parsed = parseText(text);
    const reading = parsed.ok ? readOpenApi(parsed.value) : undefined;
    if (reading?.ok && reading.document.paths !== undefined) {
      return text;
    }
  }
  return undefined;
}

/** The documents of ActiveDocs, by {@link documentKey}. */
export const createDocumentLookup = (
  client: Pick<KubernetesClient, 'get'>,
  options: Pick<
    LookupOptions<LongText>,
    'now' | 'delay' | 'onChange' | 'onFailure'
  >,
): Lookup<LongText> =>
  createLookup({
    ...options,
    isSame: (a, b) => a?.digest === b?.digest,
    look: async (key, signal) => {
      const [namespace = '', name = ''] = key.split('/');
      const path = `/api/v1/namespaces/${namespace}/secrets/${encodeURIComponent(
        name,
      )}`;
      try {
        const text = documentIn(await client.get(path, Secret, { signal }));
        return text === undefined ? undefined : LongText.of(text);
      } catch (error) {
        if (isHttpError(error, 404)) {
          return undefined;
        }
        throw error;
      }
    },
  });
