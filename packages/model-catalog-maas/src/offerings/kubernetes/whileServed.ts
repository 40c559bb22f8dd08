import type { SourceContext } from '@model-catalog/node';
import type { ReaderView } from '../types';
import type { Groups } from './groups';

/** Lets a reader work only where the cluster has its kinds. */
export type Gate = {
  /** Waits until the cluster serves the group, then works until the signal aborts. */
  run(signal: AbortSignal, work: () => Promise<void>): Promise<void>;
  /** What to say as long as there is nothing to read; `undefined` once there is. */
  closed(): ReaderView | undefined;
};

const AGAIN_MS = 60_000;

/**
 * | the group is | never read before | read in an earlier life |
 * |---|---|---|
 * | not asked for yet | pending | pending |
 * | not served | absent | failed: what is known stays |
 * | not known, as the cluster does not answer | pending | failed |
 * | served | open, and stays so | the same |
 */
export function whileServed({
  groups,
  group,
  context,
}: {
  groups: Groups;
  group: string;
  context: SourceContext;
}): Gate {
  let view: ReaderView | undefined = 'pending';
  const say = (next: ReaderView | undefined) => {
    view = next;
    context.onChange();
  };
  const lost: ReaderView = {
    state: 'failed',
    message: `The cluster does not serve ${group} now, and did before. What was known stays; it is looked for again about each minute.`,
    issues: [],
  };
  return {
    closed: () => view,
    run: async (signal, work) => {
      while (!signal.aborted) {
        const state = await groups.of(group, signal);
        if (state === 'served') {
          say(undefined);
          await work();
          return;
        }
        const next = state === 'absent' ? 'absent' : 'pending';
        const then = context.wasComplete ? lost : next;
        if (view !== then) {
          say(then);
        }
        await context.delay(AGAIN_MS, signal);
      }
    },
  };
}
