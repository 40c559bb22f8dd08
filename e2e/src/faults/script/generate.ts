import { type FaultKind, kindOf, kindsOn } from '../kinds/kinds';
import { createRandom, type Random } from './random';
import type { Change, Script, Step } from './script';

/** What a walk is made of. */
export interface WalkPlan {
  readonly seed: number;
  /** How many faults. */
  readonly count: number;
  /** On which stage. */
  readonly on: FaultKind['on'][number];
}

/** On real processes so often the fault is one of these, in turn. */
const KILL_EVERY = 5;
const KILLS = [
  'real-kill-normalizer',
  'real-kill-storage',
  'real-kill-location',
  'real-kill-backstage',
];

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
const MOST_FAULTS = 8;

/** Makes a walk: the same for the same plan, whatever the machine. */
export function generate({ seed, count, on }: WalkPlan): Script {
  const random = createRandom(seed);
  const store = seed % 5 === 4 ? 'PostgreSQL' : 'ConfigMap';
  const next = nextKind(random, kindsOn(on, store), on);
  const steps: Step[] = [];
  let left = count;
  while (left > 0) {
    // Alone, a fault shows how long it takes to heal; together, what they do to each other.
    const faults = random.chance(0.25) ? 1 : 2 + random.below(MOST_FAULTS);
    const taken = Math.min(faults, left);
    steps.push(...episode({ random, on, next }, taken), { do: 'settle' });
    left -= taken;
  }
  const topology = on === 'in process' && seed % 2 === 0 ? 'all' : 'three';
  return { seed, topology, store, steps };
}

/** On real processes the kills come in turn, so that each has its share. */
function nextKind(
  random: Random,
  kinds: readonly FaultKind[],
  on: WalkPlan['on'],
): () => FaultKind {
  let drawn = 0;
  return () => {
    drawn += 1;
    return on === 'real processes' && drawn % KILL_EVERY === 0
      ? kindOf(KILLS[(drawn / KILL_EVERY) % KILLS.length] ?? '')
      : random.pick(kinds);
  };
}

interface Drawing {
  readonly random: Random;
  readonly on: WalkPlan['on'];
  readonly next: () => FaultKind;
}

function episode({ random, on, next }: Drawing, faults: number): Step[] {
  const secondsOf = () =>
    random.pick(on === 'real processes' ? REAL_PAUSES : PAUSES);
  const steps: Step[] = [];
  const lasting: string[] = [];
  let removals = 0;
  for (let n = 0; n < faults; n += 1) {
    const { name, lasts } = next();
    steps.push({ do: 'break', kind: name, salt: random.below(1000) });
    if (lasts) {
      lasting.push(name);
    }
    for (let more = random.below(4); more > 0; more -= 1) {
      const change = changeOf(random, removals < MOST_REMOVALS);
      removals += removes(change) ? 1 : 0;
      steps.push({ do: 'change', change });
      if (random.chance(0.5)) {
        steps.push({ do: 'pass', seconds: secondsOf() });
      }
    }
    steps.push({ do: 'pass', seconds: secondsOf() });
    if (lasting.length > 0 && random.chance(0.3)) {
      steps.push({ do: 'heal', kind: random.pick(lasting) });
    }
  }
  return steps;
}

const removes = ({ what }: Change) => what === 'delete' || what === 'archive';

const PAUSES = [0.2, 1, 3, 10, 30, 120];
const REAL_PAUSES = [0.1, 0.3, 1, 2];

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
