import { type FaultKind, KINDS } from '../kinds/kinds';
import { createRandom, type Random } from './random';
import type { Change, Script, Step } from './script';

/** What a walk is made of. */
export interface WalkPlan {
  readonly seed: number;
  /** How many faults. */
  readonly count: number;
  /** Which kinds; all unless given. */
  readonly kinds?: readonly FaultKind[];
}

const SERVERS = [
  ...Array.from({ length: 14 }, (_, n) => `server-${pad(n)}`),
  ...Array.from({ length: 8 }, (_, n) => `llm-${n}`),
];
/** So that enough of each kind stays: a guard lets fewer than five removals pass. */
const DELETABLE = SERVERS.filter(name =>
  /server-(0[89]|1\d)|llm-[67]/.test(name),
);
const MODELS = Array.from({ length: 6 }, (_, n) => `model-${n}`);
const VERSIONS = ['1.0', '2.0', '3.0'];

function pad(n: number): string {
  return String(n).padStart(2, '0');
}

/** Fewer than what a guard would ask a person about. */
const MOST_REMOVALS = 2;
const MOST_FAULTS = 7;

/** Makes a walk: the same for the same plan, whatever the machine. */
export function generate({ seed, count, kinds = KINDS }: WalkPlan): Script {
  const random = createRandom(seed);
  const steps: Step[] = [];
  let left = count;
  while (left > 0) {
    // Alone, a fault shows how long it takes to heal; together, what they do to each other.
    const faults = random.chance(0.3) ? 1 : 1 + random.below(MOST_FAULTS);
    const taken = Math.min(faults, left);
    steps.push(...episode(random, taken, kinds), { do: 'settle' });
    left -= taken;
  }
  return { seed, topology: seed % 2 === 0 ? 'all' : 'three', steps };
}

function episode(
  random: Random,
  faults: number,
  kinds: readonly FaultKind[],
): Step[] {
  const steps: Step[] = [];
  const lasting: string[] = [];
  let removals = 0;
  for (let n = 0; n < faults; n += 1) {
    const { name, lasts } = random.pick(kinds);
    steps.push({ do: 'break', kind: name, salt: random.below(1000) });
    if (lasts) {
      lasting.push(name);
    }
    for (let more = random.below(4); more > 0; more -= 1) {
      const change = changeOf(random, removals < MOST_REMOVALS);
      removals += removes(change) ? 1 : 0;
      steps.push({ do: 'change', change });
      if (random.chance(0.5)) {
        steps.push({ do: 'pass', seconds: secondsOf(random) });
      }
    }
    steps.push({ do: 'pass', seconds: secondsOf(random) });
    if (lasting.length > 0 && random.chance(0.3)) {
      steps.push({ do: 'heal', kind: random.pick(lasting) });
    }
  }
  return steps;
}

const removes = ({ what }: Change) => what === 'delete' || what === 'archive';

function secondsOf(random: Random): number {
  return random.pick([0.2, 1, 3, 10, 30, 120]);
}

function changeOf(random: Random, mayRemove: boolean): Change {
  const text = `Text ${random.below(1_000_000)}`;
  const server = random.pick(SERVERS);
  const model = random.pick(MODELS);
  const version = random.pick(VERSIONS);
  const changes: Change[] = [
    { what: 'describe-server', server, text },
    { what: 'describe-version', model, version, text },
    { what: 'card', model, text },
    { what: 'stop', server },
    { what: 'start', server },
    { what: 'register', model, version },
    { what: 'restore', model, version },
    {
      what: 'deploy',
      server,
      ...(server.startsWith('llm') || random.chance(0.3)
        ? {}
        : { of: { model, version } }),
    },
  ];
  if (mayRemove) {
    changes.push(
      { what: 'delete', server: random.pick(DELETABLE) },
      { what: 'archive', model, version },
    );
  }
  return random.pick(changes);
}
