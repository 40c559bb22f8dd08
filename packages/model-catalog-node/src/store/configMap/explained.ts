import { isHttpError } from '../../http/errors';
import { StoreConflict, StoreError } from '../types';

/**
 * | answer | becomes | what to do |
 * |---|---|---|
 * | 409, 404 when replacing | StoreConflict | read again and plan again |
 * | 404 when creating | see {@link explainedCreate} | |
 * | 403 "exceeded quota" | StoreError | raise the quota |
 * | 401, 403 | StoreError | grant the documented Role |
 * | 413, 422 | StoreError | look at the record that it names |
 * | stopped by us | as it is | |
 * | anything else | StoreError | as the cause says |
 */
export function explained(
  error: unknown,
  what: string,
  about?: string,
): unknown {
  if (!isHttpError(error) || error.kind === 'aborted') {
    return error;
  }
  const cause = error;
  const subject = about ? ` (${about})` : '';
  const failed = `Cannot ${what}${subject}: ${error.message}.`;
  switch (error.status) {
    case 404:
    case 409:
      return new StoreConflict(`${failed} It was changed meanwhile.`, {
        cause,
      });
    case 401:
    case 403:
      return new StoreError(
        /exceeded quota/.test(error.message)
          ? `${failed} Raise the ResourceQuota of the namespace for ConfigMaps`
          : `${failed} Grant get, list, watch, create and update on configmaps in the namespace (the documented Role) to this service account`,
        { cause },
      );
    case 413:
    case 422:
      return new StoreError(
        `${failed} Shorten the texts of the record where they are written; a ConfigMap holds at most 1 MiB`,
        { cause },
      );
    default:
      return new StoreError(failed, { cause });
  }
}

/** Like {@link explained}; where nothing can be created, there is no namespace. */
export function explainedCreate(
  error: unknown,
  {
    namespace,
    what,
    about,
  }: Record<'namespace' | 'what', string> & {
    about?: string;
  },
): unknown {
  return isHttpError(error, 404)
    ? new StoreError(
        `Cannot ${what}: there is no namespace ${namespace}. Create it, or name another one by NAMESPACE`,
        { cause: error },
      )
    : explained(error, what, about);
}
