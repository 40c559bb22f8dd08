import type { ElectionState, PipelineState } from '@model-catalog/node';
import { type Request, type Response, Router } from 'express';
import { z } from 'zod/v4';

/** Where a person decides about removals that were refused. */
export type Removals = {
  state(): {
    leader?: Pick<ElectionState, 'isLeader' | 'holder'>;
    lastRun?: Pick<NonNullable<PipelineState['lastRun']>, 'refused'>;
  };
  /** See `Leading.approve`. */
  approve(source: string, ids: readonly string[]): boolean;
};

export const REMOVALS_PATH = '/api/v1/removals';

/** What was refused; only the process that writes knows it. */
export const RefusedRemovals = z.object({
  isLeader: z.boolean(),
  /** Who writes, where it is another one. */
  holder: z.string().optional(),
  /** Ids by source. */
  refused: z.record(z.string(), z.array(z.string())),
});
export type RefusedRemovals = z.infer<typeof RefusedRemovals>;

const MAX_IDS = 100_000;
const MAX_BYTES = 32 * 1024 * 1024;

/**
 * The body as JSON; `undefined` of one that is none, or too large. By itself,
 * as a parser of bodies would be a third of the bundle of a hub's plugin.
 */
async function bodyOf(request: Request): Promise<unknown> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  // The answer goes over the same connection.
  const read: AsyncIterable<Buffer> = request.iterator({
    destroyOnReturn: false,
  });
  for await (const piece of read) {
    bytes += piece.length;
    if (bytes > MAX_BYTES) {
      return undefined;
    }
    pieces.push(piece);
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8'));
  } catch {
    return undefined;
  }
}

const Approval = z.object({
  source: z.string().min(1).max(300),
  ids: z.array(z.string().max(2000)).min(1).max(MAX_IDS),
});

export const Approved = z.object({ approved: z.number() });

function refusedOf({
  leader,
  lastRun,
}: ReturnType<Removals['state']>): RefusedRemovals {
  const isLeader = leader?.isLeader !== false;
  const refused = Object.entries(lastRun?.refused ?? {});
  return {
    isLeader,
    ...(leader?.holder !== undefined && { holder: leader.holder }),
    refused: isLeader
      ? Object.fromEntries(refused.map(([id, ids]) => [id, [...ids]]))
      : {},
  };
}

function decide(
  body: unknown,
  response: Response,
  { state, approve }: Removals,
): void {
  const asked = Approval.safeParse(body);
  if (!asked.success) {
    response.status(400).json({ error: 'source and ids are needed' });
    return;
  }
  const { source, ids } = asked.data;
  const { isLeader, holder, refused } = refusedOf(state());
  // What nobody has seen on the list is not approved with it.
  const listed = new Set(refused[source]);
  const approved = ids.filter(id => listed.has(id));
  if (!isLeader) {
    response.status(409).json({ error: `${holder ?? 'another'} writes` });
  } else if (approved.length === 0) {
    response.status(404).json({ error: 'nothing of it is refused now' });
  } else if (!approve(source, approved)) {
    response.status(409).json({ error: 'nothing is written here now' });
  } else {
    response.json({ approved: approved.length });
  }
}

/**
 * {@link REMOVALS_PATH}: GET lists what was refused, POST approves some of it,
 * once. Whoever may decide was asked for before.
 */
export function removalsRouter(removals: Removals): Router {
  const router = Router();
  router.get(REMOVALS_PATH, (_request, response) => {
    response.json(refusedOf(removals.state()));
  });
  router.post(REMOVALS_PATH, (request, response, next) => {
    bodyOf(request)
      .then(body => decide(body, response, removals))
      .catch(next);
  });
  return router;
}
