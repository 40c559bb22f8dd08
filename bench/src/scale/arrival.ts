import { setTimeout as sleep } from 'node:timers/promises';
import type { BackstageProcess } from './backstageProcess';
import type { Arrival } from './types';

const DEADLINE_MS = 40 * 60_000;
/** The API counts in the same database that the host works on: not more often than is needed. */
const LOOK_MS = 500;

export type Expected = {
  /** Entities that the provider has to send. */
  entities: number;
  onProgress: (text: string) => void;
  /** Called once when everything is committed. */
  onCommitted?: () => void;
};

const sent = ({ mutations }: BackstageProcess) =>
  mutations.reduce((sum, { added }) => sum + added, 0);

/** Waits until its provider has been connected, as long as it may take a busy machine. */
export async function untilConnected(
  backstage: BackstageProcess,
): Promise<number> {
  const started = Date.now();
  for (;;) {
    const at = backstage.connectedAt();
    if (at !== undefined) {
      return at;
    }
    if (Date.now() - started > 120_000) {
      throw new Error('Backstage did not connect its provider');
    }
    await sleep(50);
  }
}

/** Waits until the provider has sent everything and the API counts it; times are from `from` on. */
export async function arrival(
  backstage: BackstageProcess,
  from: number,
  { entities, onProgress, onCommitted }: Expected,
): Promise<Arrival> {
  let committedAt: number | undefined;
  let told = Date.now();
  for (;;) {
    backstage.connectedAt();
    if (committedAt === undefined && sent(backstage) >= entities) {
      committedAt = backstage.mutations.at(-1)?.at ?? Date.now();
      const seconds = ((committedAt - from) / 1000).toFixed(1);
      onProgress(`committed after ${seconds} s`);
      onCommitted?.();
    }
    const counted =
      committedAt === undefined ? 0 : await backstage.count().catch(() => 0);
    if (committedAt !== undefined && counted >= entities) {
      return {
        committedSeconds: (committedAt - from) / 1000,
        visibleSeconds: (Date.now() - from) / 1000,
      };
    }
    if (Date.now() - from > DEADLINE_MS) {
      throw new Error(
        `Only ${counted} of ${entities} entities are visible, ${sent(
          backstage,
        )} were sent`,
      );
    }
    if (Date.now() - told > 15_000) {
      told = Date.now();
      onProgress(`${sent(backstage)} sent, ${counted} visible of ${entities}`);
    }
    await sleep(LOOK_MS);
  }
}
