import { z } from 'zod/v4';
import { describeIssues, HttpError } from '../http';
import { errorOfStatus, Status } from './status';

const Event = z.object({
  type: z.enum(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR']),
  object: z.unknown(),
});

const Versioned = z.object({
  metadata: z.object({ resourceVersion: z.string().min(1) }),
});

const Named = z.object({
  metadata: z.object({
    name: z.string().min(1),
    namespace: z.string().optional(),
  }),
});

/** One change of a watched collection. */
export type Change = {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: unknown;
};

export type WatchEvent = (Change | { type: 'BOOKMARK' }) & {
  /** From here a broken watch goes on; absent when the object does not say it. */
  resourceVersion?: string;
};

/**
 * Reads one line of a watch. An ERROR event is thrown as the `HttpError` that
 * its Status stands for (410 `Expired` when our version is too old).
 */
export function readWatchEvent(raw: unknown, url: string): WatchEvent {
  const at = { method: 'GET', url };
  const parsed = Event.safeParse(raw);
  if (!parsed.success) {
    throw new HttpError(
      `sent a watch event of another shape: ${describeIssues(parsed.error)}`,
      { ...at, kind: 'content' },
    );
  }
  const { type, object } = parsed.data;
  if (type === 'ERROR') {
    const status = Status.safeParse(object).data;
    throw errorOfStatus(
      status ?? { kind: 'Status', message: 'an error without a Status' },
      at,
    );
  }
  const resourceVersion =
    Versioned.safeParse(object).data?.metadata.resourceVersion;
  return type === 'BOOKMARK'
    ? { type, resourceVersion }
    : { type, object, resourceVersion };
}

/** `<namespace>/<name>`; `undefined` when the object has no readable name. */
export function nameOf(object: unknown): string | undefined {
  const { data } = Named.safeParse(object);
  return data && [data.metadata.namespace ?? '', data.metadata.name].join('/');
}
