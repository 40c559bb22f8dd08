import { z } from 'zod/v4';
import { isHttpError } from '../http';
import type { Claim, ClaimRequest, Store } from '../store/types';
import type { KubernetesClient } from './types';

/** The part of a Lease (coordination.k8s.io/v1) that we read. */
const Lease = z.object({
  metadata: z.object({ resourceVersion: z.string() }),
  spec: z
    .object({
      holderIdentity: z.string().nullish(),
      leaseDurationSeconds: z.number().nullish(),
      acquireTime: z.string().nullish(),
      leaseTransitions: z.number().nullish(),
    })
    .nullish(),
});
type Lease = z.infer<typeof Lease>;

export type LeaseOptions = {
  client: Pick<KubernetesClient, 'get' | 'create' | 'replace'>;
  namespace: string;
  name: string;
  /** Milliseconds since some moment in the past; goes on while the process is stopped. */
  steadyNow: () => number;
  /** The time of day, for people who look at the Lease. */
  now: () => Date;
};

/** MicroTime has six digits. */
const microTime = (at: Date) => `${at.toISOString().slice(0, -1)}000Z`;

const holderOf = ({ spec }: Lease) => spec?.holderIdentity || undefined;
const epochOf = ({ spec }: Lease) => spec?.leaseTransitions ?? 0;

function specFor(
  lease: Lease | undefined,
  { holder, ttlMs }: ClaimRequest,
  at: Date,
) {
  const isSame = lease !== undefined && holderOf(lease) === holder;
  const transitions = lease ? epochOf(lease) + (isSame ? 0 : 1) : 1;
  return {
    holderIdentity: holder,
    leaseDurationSeconds: Math.max(1, Math.ceil(ttlMs / 1000)),
    acquireTime:
      (isSame ? lease.spec?.acquireTime : undefined) ?? microTime(at),
    renewTime: microTime(at),
    leaseTransitions: transitions,
  };
}

/** Reads and writes the one Lease. */
function leaseDoor({ client, namespace, name, now }: LeaseOptions) {
  const collection = `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`;
  const path = `${collection}/${encodeURIComponent(name)}`;
  const bodyOf = (spec: unknown, resourceVersion?: string) => ({
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name, namespace, resourceVersion },
    spec,
  });
  const put = (spec: unknown, resourceVersion?: string) =>
    resourceVersion === undefined
      ? client.create(collection, bodyOf(spec), z.unknown())
      : client.replace(path, bodyOf(spec, resourceVersion), z.unknown());
  return {
    read: async (): Promise<Lease | undefined> => {
      try {
        return await client.get(path, Lease);
      } catch (error) {
        if (isHttpError(error, 404)) {
          return undefined;
        }
        throw error;
      }
    },
    /** `undefined` when somebody else was faster. */
    take: async (
      lease: Lease | undefined,
      request: ClaimRequest,
    ): Promise<Claim | undefined> => {
      const spec = specFor(lease, request, now());
      try {
        await put(spec, lease?.metadata.resourceVersion);
        return { kind: 'held', epoch: spec.leaseTransitions };
      } catch (error) {
        if (isHttpError(error, 409)) {
          return undefined;
        }
        throw error;
      }
    },
    giveBack: async ({ spec, metadata }: Lease): Promise<void> => {
      const free = { holderIdentity: '', leaseDurationSeconds: 1 };
      await put({ ...spec, ...free }, metadata.resourceVersion);
    },
  };
}

/**
 * Claims on a Lease, for {@link Election}: one of several processes works. How
 * long a claim has not been renewed, each measures by its own clock, from when
 * it first saw the Lease as it is; so clocks may differ. The epoch is
 * `leaseTransitions`.
 *
 * | Lease | asked by | answer |
 * |---|---|---|
 * | none | anybody | made, held |
 * | without holder | anybody | held, the next epoch |
 * | of who asks | its holder, of this epoch | renewed |
 * | of another | anybody, within its time | taken |
 * | of another | anybody, after its time, or who knows that it has ended | held, the next epoch |
 * | changed in between (409) | anybody | what it is then |
 *
 * Rights: get, create and update of leases in the namespace.
 */
export function createLeaseClaims(
  options: LeaseOptions,
): Pick<Store, 'claim' | 'release'> {
  const { steadyNow } = options;
  const door = leaseDoor(options);
  let seen: { version: string; at: number } | undefined;

  const isOver = (lease: Lease, { replaces, ttlMs }: ClaimRequest) => {
    const version = lease.metadata.resourceVersion;
    if (seen?.version !== version) {
      seen = { version, at: steadyNow() };
    }
    const given = (lease.spec?.leaseDurationSeconds ?? 0) * 1000;
    const isOld = steadyNow() - seen.at >= Math.max(given, ttlMs);
    return isOld || holderOf(lease) === replaces;
  };

  return {
    claim: async request => {
      const lease = await door.read();
      const holder = lease && holderOf(lease);
      const isOwn = holder === request.holder;
      if (lease && holder !== undefined && !isOwn && !isOver(lease, request)) {
        return { kind: 'taken', holder };
      }
      const claim = await door.take(lease, request);
      if (claim) {
        return claim;
      }
      const after = await door.read();
      return { kind: 'taken', holder: (after && holderOf(after)) ?? 'another' };
    },
    release: async holder => {
      const lease = await door.read();
      if (lease && holderOf(lease) === holder) {
        await door.giveBack(lease);
      }
    },
  };
}
