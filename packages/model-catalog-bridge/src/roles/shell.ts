import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds since the epoch. */
export const now = () => Date.now();

/** Resolves after `ms`, or early and without error when the signal aborts. */
export async function delay(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}

/** What a role is while it runs. */
export type Running = {
  /** Ports that it listens on. */
  ports: Readonly<Record<string, number>>;
  /** Resolves when it has stopped; rejects when it cannot go on. */
  done: Promise<void>;
};
