import { parseEntityRef } from '@backstage/catalog-model';
import { AI_MODEL_SERVER } from '../entities';
import type { Shape } from '../entities/types';
import type { Progress } from './types';

/** A host that knows the kind shows an entity within seconds; one that is busy takes longer. */
const PATIENCE_MS = 60_000;
const FIRST_CHECK_MS = 1_000;
const LAST_CHECK_MS = 10 * 60_000;

/** The module by which a host learns the kind. */
const MODULE =
  '@red-hat-developer-hub/backstage-plugin-catalog-backend-module-ai-model-server';

/** What a person should know of a change over; said once. */
export type ShapeNews = { level: 'info' | 'warn'; message: string };

const isOfKind = (ref: string) =>
  parseEntityRef(ref).kind.toLowerCase() === AI_MODEL_SERVER.toLowerCase();

/** Where a session begins. */
export function startProgress(wanted: Shape): Progress {
  return {
    wanted,
    // Every host knows the classic kinds.
    stage: wanted === 'classic' ? 'accepted' : 'probing',
    stitched: new Set(),
    misses: 0,
  };
}

const ACCEPTED: ShapeNews = {
  level: 'info',
  message:
    'This catalog accepts the kind AiModelServerAPI: model servers are shown as that, and the Component of each goes when its AiModelServerAPI is found',
};

const REFUSED: ShapeNews = {
  level: 'warn',
  message:
    `entityShape is ai-model-server, but this catalog has shown no entity of the kind AiModelServerAPI within ${
      PATIENCE_MS / 1000
    } seconds, so model servers stay Components. ` +
    `If it is not installed, install ${MODULE}; ` +
    'if it is, the catalog is busy or refuses them (see its own log). It is tried again by itself',
};

/**
 * What the answer to a question means.
 *
 * | stage | found | becomes |
 * |---|---|---|
 * | probing, refused | some of the kind | accepted |
 * | probing | none of the kind, for a minute | refused, said once |
 * | refused | none of the kind | refused, asked less and less often |
 * | accepted | any | accepted |
 *
 * Whatever was found counts as found for the rest of the session.
 *
 * @returns `isChanged` when all records must be planned again
 */
export function advance(
  progress: Progress,
  { found, now }: { found: ReadonlySet<string>; now: number },
): { progress: Progress; isChanged: boolean; news?: ShapeNews } {
  const stitched = new Set([...progress.stitched, ...found]);
  const isAccepted = progress.stage === 'accepted' || [...found].some(isOfKind);
  if (isAccepted && found.size > 0) {
    return {
      progress: {
        wanted: progress.wanted,
        stage: 'accepted',
        stitched,
        misses: 0,
      },
      isChanged: true,
      ...(progress.stage !== 'accepted' && { news: ACCEPTED }),
    };
  }
  const { askedSince = now, misses, stage } = progress;
  const next = { ...progress, stitched, askedSince, misses: misses + 1 };
  const isOver = stage === 'probing' && now - askedSince >= PATIENCE_MS;
  return isOver
    ? {
        progress: { ...next, stage: 'refused', misses: 0 },
        isChanged: true,
        news: REFUSED,
      }
    : { progress: next, isChanged: found.size > 0 };
}

/** Milliseconds from one question to the next: from a second to ten minutes, at most a minute while a probe is under way. */
export function untilNextCheck({ misses, stage }: Progress): number {
  const longest = stage === 'probing' ? PATIENCE_MS / 4 : LAST_CHECK_MS;
  return Math.min(FIRST_CHECK_MS * 2 ** Math.min(misses, 20), longest);
}
