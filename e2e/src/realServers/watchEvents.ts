import { z } from 'zod/v4';
import type { KubernetesClient } from './KubernetesClient';

const eventSchema = z.object({
  type: z.enum(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR']),
  object: z.record(z.string(), z.unknown()),
});

/** One event of a watch. */
export type WatchEvent = z.infer<typeof eventSchema>;

/** The events of a watch up to the one that is the last, or to its end. */
export async function eventsUntil(
  client: KubernetesClient,
  path: string,
  isLast: (event: WatchEvent) => boolean,
): Promise<WatchEvent[]> {
  const abort = new AbortController();
  const events: WatchEvent[] = [];
  for await (const line of client.watch(path, abort.signal)) {
    const event = eventSchema.parse(line);
    events.push(event);
    if (isLast(event)) abort.abort();
  }
  return events;
}
