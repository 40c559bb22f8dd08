import type { Finding } from './model/Witness';
import type { Script, Step } from './script/script';
import type { Stage } from './Stage';
import { Walk } from './Walk';

/** What came of a walk. */
export interface Outcome {
  readonly faults: number;
  readonly findings: readonly Finding[];
  /** What was not as a fresh connector shows it when the bound had passed. */
  readonly unhealed: readonly string[];
  readonly leaks: readonly string[];
  /** How often each kind was there. */
  readonly times: ReadonlyMap<string, number>;
  /** Seconds that each kind took to heal when it was alone. */
  readonly heals: ReadonlyMap<string, readonly number[]>;
  /** The last lines of the logs, if something was wrong. */
  readonly logs: readonly string[];
}

export const isFine = ({
  findings,
  unhealed,
  leaks,
}: Pick<Outcome, 'findings' | 'unhealed' | 'leaks'>) =>
  findings.length + unhealed.length + leaks.length === 0;

/** Of a walk that could not be played to its end: that is no proof of anything. */
export const brokenOff = (why: string): Outcome => ({
  ...{ faults: 0, findings: [], leaks: [], logs: [] },
  unhealed: [`the walk broke off: ${why}`],
  ...{ times: new Map(), heals: new Map() },
});

/** Called after each step. */
export type OnStep = (step: Step, index: number) => void;

const SETTLE: Step = { do: 'settle' };

/** Plays a script from a fresh start to its end, or to the first thing that is wrong. */
export async function runScript(
  { steps }: Script,
  start: () => Promise<Stage>,
  onStep: OnStep = () => {},
): Promise<Outcome> {
  const stage = await start();
  const walk = new Walk(stage);
  try {
    await walk.begin(stage.startupSeconds);
    for (const [index, step] of [...steps, SETTLE].entries()) {
      await walk.take(step);
      onStep(step, index);
      if (!walk.isFine) {
        break;
      }
    }
    const leaks = await stage.leaks();
    const { faults, findings, unhealed, heals, times } = walk;
    const outcome = { faults, findings, unhealed, heals, times, leaks };
    return { ...outcome, logs: isFine(outcome) ? [] : stage.logs() };
  } finally {
    await stage.stop();
  }
}
