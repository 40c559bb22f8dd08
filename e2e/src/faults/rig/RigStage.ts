import { ACTIONS } from '../actions/actions';
import { healWires } from '../actions/wire';
import { elapsed, pass } from '../clock';
import type { Excuses, Stage } from '../Stage';
import { checkStore } from './checkStore';
import { Rig } from './Rig';
import type { Topology } from './Pod';

/** A rig in this process, where time passes only when it is let. */
export async function rigStage(
  topology: Topology,
): Promise<Stage & { readonly rig: Rig }> {
  const rig = await Rig.start(topology);
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
      return await action(rig, salt, excuses);
    },
    healAll: async () => {
      healWires(rig);
    },
    settled: () => simulator.settled(),
    elapsed,
    pass: passSeconds,
    oracle: () => rig.oracle(),
    checkStore: () => checkStore(simulator, () => recorder.shown, passSeconds),
    leaks: async () => rig.leaks.leaks,
    logs: () => logsOf(rig),
    stop: () => rig.stop(),
  };
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
