import { HttpError } from '../../http';
import { messageOf } from '../../messageOf';
import type { SourceEvent } from '../types';
import { GROUP, type ServingKind } from './kinds';

/** Why a kind cannot be read, and what to do. */
export function explain(
  error: unknown,
  { kind, plural, versions }: ServingKind,
  server: string,
): string {
  const why = messageOf(error);
  const status = error instanceof HttpError ? error.status : undefined;
  switch (status) {
    case 403:
      return `${kind}s at ${server} may not be read: ${why}${
        // The client names the rule where the API server says what it missed.
        why.includes('apiGroups [')
          ? ''
          : `. To show them, grant the service account by a ClusterRole: apiGroups ["${GROUP}"], resources ["${plural}"], verbs ["get", "list", "watch"]`
      }.`;
    case 404:
      return `${server} does not serve ${kind}s (${GROUP}/${versions.join(
        ', ',
      )}): ${why}. KServe is not installed there, not yet, or not in a release that has them; it is looked for again about each minute.`;
    default:
      return `${kind}s at ${server} cannot be read: ${why}. It is tried again by itself.`;
  }
}

type Told = Omit<SourceEvent, 'source'>;

/** An event of the reflector in the words of its source: one clear message when reading stops or goes on. */
export function told(event: Told, kind: ServingKind, server: string): Told {
  const { level, error } = event;
  if (level === 'debug') {
    return event;
  }
  if (error === undefined) {
    return { level, message: `${kind.kind}s at ${server} are read` };
  }
  const effect =
    level === 'warn'
      ? 'What was known of them stays.'
      : 'Nothing of them is shown until then.';
  return { level, message: `${explain(error, kind, server)} ${effect}` };
}
