import { z } from 'zod/v4';
import type { Claim, ClaimRequest } from '../types';
import { StoreConflict } from '../types';
import type { ConfigMapApi } from './api';
import { LEASE_NAME } from './names';
import type { ConfigMap } from './objects';

const LEASE_KEY = 'lease.json';

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
};

function readLease(map: ConfigMap | undefined): LeaseData | undefined {
  try {
    return LeaseData.parse(JSON.parse(map?.data?.[LEASE_KEY] ?? ''));
  } catch {
    return undefined;
  }
}

/**
 * The lease in a ConfigMap of its own. `lowestEpoch` says below which epoch
 * nothing may be given out, should the ConfigMap have been deleted.
 */
export function createLease(
  api: ConfigMapApi,
  now: () => number,
  lowestEpoch: () => Promise<number>,
): Lease {
  let seen: { version: string; at: number } | undefined;

  const write = (map: ConfigMap | undefined, lease: LeaseData) => {
    const data = { ...map?.data, [LEASE_KEY]: JSON.stringify(lease) };
    return map ? api.replace(map, { data }) : api.create(LEASE_NAME, { data });
  };
  /** Milliseconds since this version of the lease was seen for the first time. */
  const age = (map: ConfigMap | undefined) => {
    const version = map?.metadata.resourceVersion ?? '';
    if (seen?.version !== version) {
      seen = { version, at: now() };
    }
    return now() - seen.at;
  };

  return {
    claim: async ({ holder, ttlMs, epoch, replaces }) => {
      const map = await api.get(LEASE_NAME);
      const lease = readLease(map);
      const unchangedMs = age(map);
      const isOurs =
        lease?.holder === holder &&
        epoch !== undefined &&
        epoch === lease.epoch;
      const isFree =
        !lease ||
        lease.holder === '' ||
        lease.holder === holder ||
        lease.holder === replaces ||
        unchangedMs >= ttlMs;
      // A renewal by one that was replaced is none.
      if (!isOurs && (!isFree || epoch !== undefined)) {
        return { kind: 'taken', holder: lease?.holder || 'nobody' };
      }
      const next = isOurs
        ? lease.epoch
        : Math.max(lease?.epoch ?? 0, await lowestEpoch()) + 1;
      const renewals = (lease?.renewals ?? 0) + 1;
      try {
        await write(map, { holder, epoch: next, renewals });
      } catch (error) {
        if (error instanceof StoreConflict) {
          return { kind: 'taken', holder: 'another process' };
        }
        throw error;
      }
      return { kind: 'held', epoch: next };
    },
    release: async holder => {
      const map = await api.get(LEASE_NAME);
      const lease = readLease(map);
      if (map && lease?.holder === holder) {
        await write(map, { ...lease, holder: '' });
      }
    },
  };
}
