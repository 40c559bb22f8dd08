import { z } from 'zod/v4';
import { type HttpRequest, isHttpError } from '../http';
import type { ApplyOptions, KubernetesWriter, PatchOptions } from './types';

type Writing = {
  call: <T>(request: HttpRequest, schema: z.ZodType<T>) => Promise<T>;
  urlOf: (path: string) => string;
};

/** YAML, of which JSON is a part. */
const APPLY = 'application/apply-patch+yaml';
const MERGE = 'application/merge-patch+json';

/** `fieldValidation`: a field that the schema does not know is an error, not lost. */
function queryOf(
  options: Pick<ApplyOptions<unknown>, 'fieldManager' | 'force' | 'dryRun'>,
): string {
  const { fieldManager, force, dryRun } = options;
  return new URLSearchParams({
    fieldManager,
    fieldValidation: 'Strict',
    ...(force && { force: 'true' }),
    ...(dryRun && { dryRun: 'All' }),
  }).toString();
}

/** What a {@link KubernetesWriter} has beyond a client. */
export function writerOf({
  call,
  urlOf,
}: Writing): Pick<KubernetesWriter, 'apply' | 'patch' | 'remove'> {
  const patched = <T>(
    { path, body, type }: { path: string; body: unknown; type: string },
    options: PatchOptions<T> & { force?: boolean },
  ) =>
    call(
      {
        method: 'PATCH',
        url: urlOf(`${path}?${queryOf(options)}`),
        headers: { 'content-type': type },
        body: JSON.stringify(body),
        signal: options.signal,
      },
      options.schema,
    );
  return {
    apply: (path, body, options) =>
      patched({ path, body, type: APPLY }, options),
    patch: (path, change, options) =>
      patched({ path, body: change, type: MERGE }, options),
    remove: async (path, { uid, dryRun, signal } = {}) => {
      const request: HttpRequest = {
        method: 'DELETE',
        url: urlOf(path),
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          kind: 'DeleteOptions',
          apiVersion: 'v1',
          propagationPolicy: 'Background',
          ...(uid !== undefined && { preconditions: { uid } }),
          ...(dryRun && { dryRun: ['All'] }),
        }),
        signal,
      };
      try {
        await call(request, z.unknown());
        return true;
      } catch (error) {
        if (isHttpError(error, 404)) {
          return false;
        }
        throw error;
      }
    },
  };
}
