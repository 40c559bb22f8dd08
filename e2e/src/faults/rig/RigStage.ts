import { setTimeout as sleep } from 'node:timers/promises';
import { ACTIONS } from '../actions/actions';
import { healWires } from '../actions/wire';
import { elapsed, pass } from '../clock';
import type { Excuses, Stage } from '../Stage';
import type { Script } from '../script/script';
import { checkStore } from './checkStore';
import { Rig } from './Rig';

/** Of real time. */
const BREATH_MS = 60;

/** A rig in this process, where time passes only when it is let. */
export async function rigStage(
  script: Pick<Script, 'topology' | 'store'>,
): Promise<Stage & { readonly rig: Rig }> {
  const rig = await Rig.start(script);
  const { simulator, recorder, world } = rig;
  return {
    rig,
    world,
    startupSeconds: 75,
    shown: () => recorder.shown,
    onShown: listener => {
      recorder.onChange = listener;
    },
    begin: async (kind: string, salt: number, excuses: Excuses) => {
      const action = ACTIONS[kind];
      if (!action) {
        throw new Error(`There is no action for ${kind}`);
      }
      const end = await action(rig, salt, excuses);
      if (process.env.FAULTS_SABOTAGE) {
        loseOne(rig);
      }
      return end;
    },
    healAll: async () => {
      healWires(rig);
    },
    settled: () => simulator.settled(),
    elapsed,
    pass: passSeconds,
    breathe: () => sleep(BREATH_MS),
    oracle: () => rig.oracle(),
    checkStore: () =>
      checkStore(rig.openStore, () => recorder.shown, passSeconds),
    leaks: async () => rig.leaks.leaks,
    logs: () => logsOf(rig),
    stop: () => rig.stop(),
  };
}

/** What the suite must notice: an entity that goes though nobody removed its object. */
function loseOne({ recorder }: Rig): void {
  const [first] = recorder.shown.keys();
  if (first !== undefined) {
    recorder.drop(first);
    recorder.onChange();
  }
}

const passSeconds = async (seconds: number) => {
  await pass(seconds * 1000);
};

function logsOf({ pods, provider }: Rig): string[] {
  return [
    ...pods
      .flatMap(({ processes }) => processes)
      .flatMap(({ name, log }) =>
        log.slice(-150).map(line => `${name} ${line.trim()}`),
      ),
    ...provider.log.slice(-60).map(line => `provider ${line}`),
  ];
}
