import { z } from 'zod/v4';
import type { Claim, ClaimRequest } from '../types';
import { StoreConflict } from '../types';
import type { ConfigMapApi } from './api';
import { LEASE_LABELS, LEASE_NAME } from './names';
import type { ConfigMap } from './objects';
import { epochOf, raiseEpoch } from './state';

const LEASE_KEY = 'lease.json';

/** So often a claim looks again who changed the lease meanwhile. */
const TRIES = 3;

/** Who may write. No times in it: each process measures by its own clock how long nothing has changed. */
const LeaseData = z.object({
  /** Empty when it was given back. */
  holder: z.string(),
  epoch: z.number().int(),
  /** Grows with each renewal. */
  renewals: z.number().int(),
});
type LeaseData = z.infer<typeof LeaseData>;

export type Lease = {
  claim(request: ClaimRequest): Promise<Claim>;
  release(holder: string): Promise<void>;
  /** Whether this epoch is the newest that was given out; `undefined` while nothing says which is. */
  isNewest(epoch: number): Promise<boolean | undefined>;
};

type Found = {
  map?: ConfigMap;
  /** Absent when there is none, or none that can be read. */
  lease?: LeaseData;
  /** Milliseconds since it was seen for the first time as it is. */
  unchangedMs: number;
  /** Whether there was a holder once, as far as this process has seen. */
  knewHolder: boolean;
};

function readLease(map: ConfigMap | undefined): LeaseData | undefined {
  try {
    return LeaseData.parse(JSON.parse(map?.data?.[LEASE_KEY] ?? ''));
  } catch {
    return undefined;
  }
}

/**
 * What a claim comes to.
 *
 * | lease | renewal (with `epoch`) | new claim |
 * |---|---|---|
 * | of the caller, of that epoch | held | held, next epoch |
 * | of the caller, other epoch | taken | held, next epoch |
 * | given back, or unchanged for its time | taken | held, next epoch |
 * | of one whom the caller replaces | taken | held, next epoch |
 * | of another | taken | taken |
 * | deleted or damaged, the store is of no newer epoch | held: written anew | once that has been so for its time |
 * | deleted or damaged, the store is of a newer epoch | taken | once that has been so for its time |
 * | none, and the store was never claimed | held | held |
 * | none, as everything was deleted under a holder | held: written anew | once that has been so for its time |
 */
async function grantedEpoch(
  { lease, unchangedMs, knewHolder }: Found,
  { holder, ttlMs, epoch, replaces }: ClaimRequest,
  newestEpoch: () => Promise<number>,
): Promise<number | undefined> {
  if (epoch !== undefined) {
    const isOurs = lease
      ? lease.holder === holder && lease.epoch === epoch
      : (await newestEpoch()) <= epoch;
    return isOurs ? epoch : undefined;
  }
  const isFree =
    unchangedMs >= ttlMs ||
    (lease
      ? ['', holder, replaces].includes(lease.holder)
      : !knewHolder && (await newestEpoch()) === 0);
  return isFree
    ? Math.max(lease?.epoch ?? 0, await newestEpoch()) + 1
    : undefined;
}

/** The lease in a ConfigMap of its own; a new holder's epoch is in the state before it is told. */
export function createLease(api: ConfigMapApi, now: () => number): Lease {
  let seen: { version: string; at: number } | undefined;
  let knewHolder = false;

  const find = async (): Promise<Found> => {
    const map = await api.get(LEASE_NAME);
    const version = map?.metadata.resourceVersion ?? '';
    if (seen?.version !== version) {
      seen = { version, at: now() };
    }
    const lease = readLease(map);
    knewHolder ||= Boolean(lease?.holder);
    return { map, lease, unchangedMs: now() - seen.at, knewHolder };
  };
  const write = (map: ConfigMap | undefined, lease: LeaseData) => {
    const data = { ...map?.data, [LEASE_KEY]: JSON.stringify(lease) };
    const content = { data, labels: LEASE_LABELS };
    return map ? api.replace(map, content) : api.create(LEASE_NAME, content);
  };

  const claim = async (request: ClaimRequest, tries = 1): Promise<Claim> => {
    const found = await find();
    const { map, lease } = found;
    const epoch = await grantedEpoch(found, request, () => epochOf(api));
    if (epoch === undefined) {
      return { kind: 'taken', holder: lease?.holder || 'nobody' };
    }
    const { holder } = request;
    const renewals = (lease?.renewals ?? 0) + 1;
    try {
      await write(map, { holder, epoch, renewals });
    } catch (error) {
      if (!(error instanceof StoreConflict)) {
        throw error;
      }
      // Not always another's claim: a renewal of ours may have come late, or somebody deleted it.
      return tries < TRIES
        ? claim(request, tries + 1)
        : { kind: 'taken', holder: 'another process' };
    }
    if (request.epoch === undefined) {
      await raiseEpoch(api, epoch);
    }
    return { kind: 'held', epoch };
  };

  return {
    claim: request => claim(request),
    release: async holder => {
      const { map, lease } = await find();
      if (!map || lease?.holder !== holder) {
        return;
      }
      try {
        await write(map, { ...lease, holder: '' });
      } catch (error) {
        // Somebody else has claimed it: that is given back, too.
        if (!(error instanceof StoreConflict)) {
          throw error;
        }
      }
    },
    isNewest: async epoch => {
      const { lease } = await find();
      return lease && lease.epoch === epoch;
    },
  };
}
