import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A name for this process in an election, and what can be told of others' names. */
export type Holder = {
  name: string;
  /** Whether a process of that name is known to have ended; never says so of one that it cannot see. */
  isGone(other: string): boolean;
};

/** What tells processes apart that see each other's ids. */
export type ProcessFacts = {
  host: string;
  /** Where process ids count: each container has its own. No `/` in it. */
  space: string;
  /** Where it is a container of a pod. */
  container?: Container;
  pid: number;
  nonce: string;
  isAlive(pid: number): boolean;
};

/** A container of a pod, of which Kubernetes runs one at a time. */
export type Container = {
  /** Of which pod, and which of its containers. */
  unit: string;
  /** Another one each time that it is started. */
  start: string;
};

const NAME =
  /^(?<host>.+)\/(?<role>[^/]+)\/(?<space>[^/@]+)(?:@(?<unit>[^/]+)\.(?<start>[^/.]+))?\/(?<pid>\d+)\/[^/]+$/;

/** The file for a container's last words: `.../pods/<uid>/containers/<name>/<start>`. */
const OWN_FILE =
  /\/pods\/(?<pod>[0-9a-f-]{32,36})\/containers\/(?<name>[a-z0-9-]+)\/(?<start>[0-9a-f]+)\s/;

/** Which container this is, by what the kubelet mounts into it; `undefined` outside of a pod. */
export function containerIn(mounts: string): Container | undefined {
  const groups = OWN_FILE.exec(mounts)?.groups;
  return groups?.start
    ? { unit: `${groups.pod}.${groups.name}`, start: groups.start }
    : undefined;
}

/**
 * `host/role/space/pid/nonce`, in a pod with `@unit.start` behind the space.
 *
 * | the other | is gone |
 * |---|---|
 * | the same container of the same pod, started at another time | yes |
 * | on another host, or in another container | not known |
 * | beside us, its pid is gone | yes |
 * | beside us, its pid is alive, also as another process | not known |
 */
export function holderOf(role: string, facts: ProcessFacts): Holder {
  const { host, space, container, pid, nonce, isAlive } = facts;
  const { unit, start } = container ?? {};
  const place = container ? `${space}@${unit}.${start}` : space;
  return {
    name: [host, role, place, pid, nonce].join('/'),
    isGone: other => {
      const groups = NAME.exec(other)?.groups;
      if (groups === undefined) {
        return false;
      }
      if (
        unit !== undefined &&
        groups.unit === unit &&
        groups.start !== start
      ) {
        return true;
      }
      return (
        groups.host === host &&
        groups.space === space &&
        groups.unit === unit &&
        !isAlive(Number(groups.pid))
      );
    },
  };
}

function pidSpace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid').replace(/[^0-9]/g, '');
  } catch {
    return 'host';
  }
}

function ownContainer(): Container | undefined {
  try {
    return containerIn(readFileSync('/proc/self/mountinfo', 'utf8'));
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return !(
      typeof error === 'object' &&
      error !== null &&
      'code' in error &&
      error.code === 'ESRCH'
    );
  }
}

/** The name of this process in this role; another one each time. */
export function createHolder(role: string): Holder {
  return holderOf(role, {
    host: hostname(),
    space: pidSpace(),
    container: ownContainer(),
    pid: process.pid,
    nonce: randomUUID().slice(0, 8),
    isAlive: isRunning,
  });
}
