import type { Entity } from '@backstage/catalog-model';
import { HELD_SINCE, type SourceStatus } from '@model-catalog/common';

/** Since when (RFC 3339) the entities of a source stand without being borne out. */
export type Held = Readonly<Record<string, string>>;

/**
 * Which sources' entities are to say that they are held.
 *
 * | source | so far | from now on |
 * |---|---|---|
 * | complete, unavailable or not told | any | not held |
 * | failed or partial | held since t | held since t, whatever it changes between |
 * | failed or partial, for less than `afterMs` | not held | not held |
 * | failed or partial, for longer | not held | held since it is |
 *
 * @param now - milliseconds since 1970 by the clock of the service that tells the states
 */
export function nextHeld(options: {
  held: Held;
  sources: readonly SourceStatus[];
  now: number;
  afterMs: number;
}): Held {
  const { held, sources, now, afterMs } = options;
  const entries = sources
    .filter(({ state }) => state === 'failed' || state === 'partial')
    .map(({ id, since }) => [id, held[id] ?? since] as const)
    .filter(([id, since]) => id in held || now - Date.parse(since) >= afterMs);
  return Object.fromEntries(entries);
}

/** The sources whose entities have something else to say now. */
export function changedSources(before: Held, after: Held): Set<string> {
  const ids = [...Object.keys(before), ...Object.keys(after)];
  return new Set(ids.filter(id => before[id] !== after[id]));
}

/** Since when the first of these sources is held; `undefined` where none is. */
export function firstHeld(
  held: Held,
  sources: readonly string[],
): string | undefined {
  const [first] = sources.flatMap(id => held[id] ?? []).sort();
  return first;
}

/** The entity, with the note that it is held, if it is. */
export function withHeldSince(
  entity: Entity,
  since: string | undefined,
): Entity {
  return since === undefined
    ? entity
    : {
        ...entity,
        metadata: {
          ...entity.metadata,
          annotations: { ...entity.metadata.annotations, [HELD_SINCE]: since },
        },
      };
}
