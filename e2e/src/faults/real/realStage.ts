import { setTimeout as sleep } from 'node:timers/promises';
import { type Action, WORLD_ACTIONS } from '../actions/actions';
import { healWires } from '../actions/wire';
import { checkStore } from '../rig/checkStore';
import type { Script } from '../script/script';
import type { Stage } from '../Stage';
import type { Child } from './Child';
import { RealRig } from './RealRig';

/** Longer than a claim lasts. */
const PAUSE_MS = 12_000;

const killed = async (child: Child) => {
  await child.kill();
  return () => child.start();
};

const REAL_ACTIONS: Readonly<Record<string, Action<RealRig>>> = {
  ...WORLD_ACTIONS,
  'real-kill-normalizer': rig => killed(rig.role('rhoai-normalizer')),
  'real-kill-storage': rig => killed(rig.role('storage-rest')),
  'real-kill-location': rig => killed(rig.role('location')),
  'real-kill-backstage': rig => killed(rig.backstage),
  'real-kill-at-write': (rig, salt) => {
    const { kubernetes } = rig.simulator.faults;
    const storage = rig.role('storage-rest');
    kubernetes.set({
      mode: salt % 2 === 0 ? 'drop' : 'lose-answer',
      method: 'PUT',
      path: '/configmaps',
      after: Math.floor(salt / 2) % 6,
      times: 1,
    });
    kubernetes.onTake(() => storage.signal('SIGKILL'));
    return async () => {
      kubernetes.onTake(() => {});
      kubernetes.heal();
      await storage.kill();
      await storage.start();
    };
  },
  'real-pause-normalizer': async rig => {
    const normalizer = rig.role('rhoai-normalizer');
    normalizer.signal('SIGSTOP');
    await sleep(PAUSE_MS);
    return async () => normalizer.signal('SIGCONT');
  },
  'real-two-backstages': async rig => {
    const second = await rig.secondBackstage();
    await second.start();
    return () => second.kill();
  },
  'real-kill-postgres': async rig => {
    await rig.postgres.kill9();
    return () => rig.postgres.restart();
  },
};

/** Real processes, in real time. */
export async function realStage({
  store,
}: Pick<Script, 'store'>): Promise<Stage> {
  const rig = await RealRig.start(store);
  const { catalog, simulator, world } = rig;
  const started = Date.now();
  const pass = async (seconds: number) => {
    await sleep(seconds * 1000);
  };
  return {
    world,
    startupSeconds: 15,
    shown: () => catalog.shown,
    onShown: listener => {
      catalog.onChange = listener;
    },
    begin: async (kind, salt, excuses) => {
      const action = REAL_ACTIONS[kind];
      if (!action) {
        throw new Error(`There is no action for ${kind} on real processes`);
      }
      return await action(rig, salt, excuses);
    },
    healAll: async () => {
      healWires(rig);
      for (const child of [...rig.roles.values(), rig.backstage]) {
        await child.start();
      }
    },
    settled: () => simulator.settled(),
    elapsed: () => Date.now() - started,
    pass,
    breathe: async () => {},
    oracle: () => rig.oracle(),
    checkStore: () => checkStore(rig.openStore, () => catalog.shown, pass),
    leaks: async () => rig.leaks.leaks,
    logs: () => rig.logs(),
    stop: () => rig.stop(),
  };
}
