import { pass } from '../clock';
import type { Rig } from '../rig/Rig';

/** One process of the first pod, as a whole one or one of three. */
function pick({ pod }: Rig, salt: number) {
  const found = pod.processes[salt % pod.processes.length];
  if (!found) {
    throw new Error(`${pod.name} has no processes`);
  }
  return found;
}

export async function restart(rig: Rig, how: 'crash' | 'stop', salt: number) {
  const one = pick(rig, salt);
  await one.end(how);
  await one.start();
}

/** A process is away for a while. */
export async function stop(rig: Rig, salt: number) {
  const one = pick(rig, salt);
  await one.end('crash');
  return () => one.start();
}

/**
 * A process is killed at the n-th write to a ConfigMap from now on: before the
 * write is done, or after it, when only the answer is missing. It is started
 * when the fault ends.
 */
export function killAtWrite(rig: Rig, salt: number) {
  const { kubernetes } = rig.simulator.faults;
  const { writer, normalizer } = rig.pod;
  const victim = salt % 7 < 4 ? writer : normalizer;
  kubernetes.set({
    mode: salt % 2 === 0 ? 'drop' : 'lose-answer',
    method: salt % 5 === 0 ? 'POST' : 'PUT',
    path: '/configmaps',
    after: Math.floor(salt / 10) % 6,
    times: 1,
  });
  kubernetes.onTake(() => victim.cutOff());
  return async () => {
    kubernetes.onTake(() => {});
    kubernetes.heal();
    await victim.end('crash');
    await victim.start();
  };
}

/** A second pod on the same store. */
export async function secondPod(rig: Rig) {
  const [, known] = rig.pods;
  const second = known ?? (await rig.addPod());
  if (second.isRunning) {
    return async () => {};
  }
  await second.start();
  return async () => {
    await second.end('stop');
  };
}

/** The active one stands still for longer than its claim lasts, with another one beside it. */
export async function stallLeader(rig: Rig) {
  const { normalizer, writer } = rig.pod;
  const endSecond = await secondPod(rig);
  await pass(5_000);
  normalizer.ways('silent');
  writer.ways('silent');
  return async () => {
    normalizer.ways('pass');
    writer.ways('pass');
    await endSecond();
  };
}

export async function restartProvider(rig: Rig) {
  await rig.provider.kill();
  await rig.provider.start();
}

/** Backstage ends between two mutations; what the first one brought stays. */
export function killProviderBetween(rig: Rig, salt: number) {
  let left = salt % 3;
  let killed: Promise<void> | undefined;
  rig.recorder.onMutation = () => {
    if (killed) {
      throw new Error('this process has ended');
    }
    if (left === 0) {
      killed = rig.provider.kill();
      throw new Error('this process has ended');
    }
    left -= 1;
  };
  return async () => {
    rig.recorder.onMutation = () => {};
    await (killed ?? rig.provider.kill());
    await rig.provider.start();
  };
}
