import type {
  PlannedPatch,
  PlannedPromotion,
  PlannedRemoval,
  PlannedWrite,
  PublicationPlan,
} from './plan/types';
import { eachAtOnce } from '../eachAtOnce';
import type { ThreescaleObject } from '../threescale/objects';
import type { TargetWriter } from './write';

/** One write, as it is told and counted. */
export type Deed = {
  server: string;
  kind: string;
  name: string;
  reason: string;
  /** Of what was deleted. */
  uid?: string;
  /** Name of the promotion that is over by this. */
  promotion?: string;
};

export type ExecuteOptions = {
  writer: TargetWriter;
  /** Asked before each write: whether this process still leads, and this server is not to wait. */
  mayWrite: (server: string) => boolean;
  onDone: (deed: Deed, object: ThreescaleObject | undefined) => void;
  /** The rest of this server's work is left for later. */
  onFailed: (deed: Deed, error: unknown) => void;
  /** Servers whose work is under way at once. */
  concurrency?: number;
};

type Work =
  | { type: 'apply'; write: PlannedWrite }
  | { type: 'patch'; patch: PlannedPatch }
  | { type: 'remove'; removal: PlannedRemoval }
  | { type: 'promote'; promotion: PlannedPromotion };

const DEFAULT_CONCURRENCY = 8;

export function deedOf(work: Work): Deed {
  switch (work.type) {
    case 'apply': {
      const { server, object, reason } = work.write;
      return { server, kind: object.kind, name: object.metadata.name, reason };
    }
    case 'promote': {
      const { server, object } = work.promotion;
      const { kind, metadata } = object;
      return { server, kind, name: metadata.name, reason: 'promotion' };
    }
    case 'patch': {
      const { server, kind, name, reason, promotion } = work.patch;
      return { server, kind, name, reason, promotion };
    }
    default: {
      const { server, kind, name, reason, uid } = work.removal;
      return { server, kind, name, reason, uid };
    }
  }
}

/** All that is to be done, by server, in order: what refers to others comes after them, and goes before them. */
export function workOf(plan: PublicationPlan): Map<string, Work[]> {
  const found = new Map<string, Work[]>();
  const add = (server: string, work: Work) =>
    found.set(server, [...(found.get(server) ?? []), work]);
  plan.writes.forEach(write => add(write.server, { type: 'apply', write }));
  plan.patches.forEach(patch => add(patch.server, { type: 'patch', patch }));
  for (const removal of plan.removals) {
    add(removal.server, { type: 'remove', removal });
  }
  for (const promotion of plan.promotions) {
    add(promotion.server, { type: 'promote', promotion });
  }
  return found;
}

async function doOne(
  work: Work,
  writer: TargetWriter,
): Promise<ThreescaleObject | undefined> {
  switch (work.type) {
    case 'apply':
      return writer.apply(work.write);
    case 'promote':
      return writer.apply({ object: work.promotion.object, force: false });
    case 'patch':
      return writer.patch(work.patch);
    default:
      await writer.remove(work.removal);
      return undefined;
  }
}

async function doServer(
  server: string,
  works: readonly Work[],
  { writer, mayWrite, onDone, onFailed }: ExecuteOptions,
): Promise<void> {
  for (const work of works) {
    if (!mayWrite(server)) {
      return;
    }
    const deed = deedOf(work);
    try {
      onDone(deed, await doOne(work, writer));
    } catch (error) {
      onFailed(deed, error);
      return;
    }
  }
}

/** Does what a plan says, server beside server; one that fails is in nobody's way. */
export async function execute(
  plan: PublicationPlan,
  options: ExecuteOptions,
): Promise<void> {
  const { concurrency = DEFAULT_CONCURRENCY } = options;
  await eachAtOnce([...workOf(plan)], concurrency, ([server, works]) =>
    doServer(server, works, options),
  );
}
