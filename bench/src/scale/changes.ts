import { setTimeout as sleep } from 'node:timers/promises';
import type { BackstageProcess } from './backstageProcess';
import { percentile } from './stats';
import type { ChangeTimes } from './types';
import type { World } from './world/startWorld';
import { serverName } from './world/serverName';

/** What takes longer counts as this long. */
const DEADLINE_MS = 60_000;
const LOOK_MS = 25;
/** After so long no further change is made. */
const ALL_MS = 5 * 60_000;

export type ChangesInput = {
  world: World;
  backstage: BackstageProcess;
  /** How many changes, one after the other, at most. */
  count: number;
  models: number;
  progress: (text: string) => void;
  /** Rows that the host is late with. */
  queue: () => Promise<number>;
  /** Whether mutations are small enough to see a change in them. */
  seesMutations?: boolean;
};

async function until(isDone: () => Promise<boolean> | boolean): Promise<void> {
  const end = Date.now() + DEADLINE_MS;
  while (Date.now() < end && !(await isDone())) {
    await sleep(LOOK_MS);
  }
}

/** One change of a server's address: seconds until it was applied, and until the API shows it. */
async function oneChange(
  { world, backstage, models, seesMutations = true }: ChangesInput,
  round: number,
): Promise<{ committed: number; visible: number }> {
  const index = (round * 7919) % models;
  const url = `https://changed-${round}-${Date.now()}.apps.example.com`;
  const name = `bench-${serverName(index)}`;
  const seen = backstage.mutations.length;
  const at = Date.now();
  await world.change(index, url);
  let committedAt: number | undefined;
  await until(() => {
    committedAt = backstage.mutations
      .slice(seen)
      .find(({ text }) => text?.includes(url))?.at;
    return committedAt !== undefined || !seesMutations;
  });
  await until(async () => {
    // Throws when Backstage has ended.
    backstage.connectedAt();
    const text = await backstage.entity('component', name).catch(() => '');
    return text.includes(url);
  });
  return {
    committed: committedAt ? (committedAt - at) / 1000 : DEADLINE_MS / 1000,
    visible: (Date.now() - at) / 1000,
  };
}

function tell(
  { count, seesMutations = true }: ChangesInput,
  round: number,
  times: { committed: number; visible: number; late?: number },
): string {
  const committed = seesMutations
    ? `committed after ${times.committed.toFixed(2)} s, `
    : '';
  const visible = `visible after ${times.visible.toFixed(2)} s`;
  return `change ${
    round + 1
  } of ${count}: ${committed}${visible}, the host is ${times.late} rows late`;
}

/** Several single changes at rest, at moments that are not those of any timer. */
export async function measureChanges(
  input: ChangesInput,
): Promise<ChangeTimes> {
  const committed: number[] = [];
  const visible: number[] = [];
  const queue: number[] = [];
  const end = Date.now() + ALL_MS;
  for (let round = 0; round < input.count && Date.now() < end; round += 1) {
    await sleep(700 + ((round * 613) % 1300));
    queue.push(await input.queue());
    const times = await oneChange(input, round + 1);
    committed.push(times.committed);
    visible.push(times.visible);
    input.progress(tell(input, round, { ...times, late: queue.at(-1) }));
  }
  const all = {
    committedP50: percentile(committed, 0.5),
    committedP95: percentile(committed, 0.95),
    visibleP50: percentile(visible, 0.5),
    visibleP95: percentile(visible, 0.95),
  };
  return {
    count: visible.length,
    ...all,
    queueP50: percentile(queue, 0.5),
    queueMost: percentile(queue, 1),
    lowerBounds: Object.entries(all).flatMap(([name, seconds]) =>
      seconds * 1000 >= DEADLINE_MS ? [name] : [],
    ),
  };
}
