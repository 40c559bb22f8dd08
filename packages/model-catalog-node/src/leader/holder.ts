import { randomUUID } from 'node:crypto';
import { readlinkSync } from 'node:fs';
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
  /** Where process ids count: each container has its own. */
  space: string;
  pid: number;
  nonce: string;
  isAlive(pid: number): boolean;
};

const NAME =
  /^(?<host>.+)\/(?<role>[^/]+)\/(?<space>[^/]+)\/(?<pid>\d+)\/[^/]+$/;

/**
 * `host/role/space/pid/nonce`.
 *
 * | the other | is gone |
 * |---|---|
 * | on another host, or in another container | not known |
 * | beside us, its pid is gone | yes |
 * | beside us, its pid is alive, also as another process | not known |
 */
export function holderOf(role: string, facts: ProcessFacts): Holder {
  const { host, space, pid, nonce, isAlive } = facts;
  return {
    name: [host, role, space, pid, nonce].join('/'),
    isGone: other => {
      const groups = NAME.exec(other)?.groups;
      return (
        groups !== undefined &&
        groups.host === host &&
        groups.space === space &&
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
    pid: process.pid,
    nonce: randomUUID().slice(0, 8),
    isAlive: isRunning,
  });
}
