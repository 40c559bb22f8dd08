import { ACTIONS } from './actions/actions';
import { switchesOf } from './actions/wire';
import { elapsed, pass } from './clock';
import { kindOf } from './kinds/kinds';
import { differences, isSame, type Shown } from './model/fields';
import { type Finding, Witness } from './model/Witness';
import { keyOf } from './rig/Recorder';
import { Rig } from './rig/Rig';
import type { Script, Step } from './script/script';

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

export interface RunOptions {
  /** Called after each step. */
  readonly onStep?: (step: Step, index: number) => void;
  /** Puts something wrong into the system: the suite must notice. */
  readonly sabotage?: (rig: Rig) => void;
}

const STARTUP_MS = 75_000;
const STRIDE_MS = 5_000;

/** One walk while it goes on. */
class Walk {
  readonly findings: Finding[] = [];
  readonly unhealed: string[] = [];
  readonly heals = new Map<string, number[]>();
  readonly times = new Map<string, number>();
  faults = 0;
  private readonly lasting = new Map<string, () => Promise<void>>();
  private broken: string[] = [];
  private probes = 0;
  private witness = new Witness(new Map(), keyOf);
  private changedAt = 0;

  constructor(private readonly rig: Rig) {
    rig.recorder.onChange = () => this.see();
  }

  private see(): void {
    this.changedAt = elapsed();
    this.witness.see(this.rig.recorder.shown, elapsed());
  }

  async begin(): Promise<void> {
    await pass(STARTUP_MS);
    await this.settle();
  }

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case 'change':
        await this.rig.world.make(step.change);
        await this.rig.simulator.settled();
        break;
      case 'break':
        await this.break(step.kind, step.salt);
        break;
      case 'heal':
        await this.heal(step.kind);
        break;
      case 'pass':
        await pass(step.seconds * 1000);
        break;
      default:
        await this.settle();
    }
  }

  private async break(kind: string, salt: number): Promise<void> {
    await this.heal(kind);
    const action = ACTIONS[kind];
    if (!action) {
      throw new Error(`There is no action for ${kind}`);
    }
    const excuse = (refs?: readonly string[]) => this.witness.excuse(refs);
    const end = await action(this.rig, salt, { excuse });
    this.faults += 1;
    this.times.set(kind, (this.times.get(kind) ?? 0) + 1);
    this.broken.push(kind);
    if (end) {
      this.lasting.set(kind, end);
    }
  }

  private async heal(kind: string): Promise<void> {
    const end = this.lasting.get(kind);
    this.lasting.delete(kind);
    await end?.();
  }

  private async healAll(): Promise<void> {
    for (const kind of [...this.lasting.keys()].reverse()) {
      await this.heal(kind);
    }
    const { faults, modelServers } = this.rig.simulator;
    const servers = [...modelServers.services.values()];
    for (const one of [
      ...Object.values(faults),
      ...servers.map(server => server.faults),
      this.rig.location.faults,
      ...switchesOf(this.rig, 'storage-rest'),
    ]) {
      one.heal();
    }
  }

  /** Ends every fault, changes something that every source must tell, and compares. */
  private async settle(): Promise<void> {
    await this.healAll();
    await this.probe();
    const from = elapsed();
    const bounds = this.broken.map(kind => kindOf(kind).boundSeconds);
    const bound = Math.max(60, ...bounds) * 1000;
    let wanted = await this.rig.oracle();
    const { recorder } = this.rig;
    while (!isSame(recorder.shown, wanted) && elapsed() - from < bound) {
      await pass(STRIDE_MS);
    }
    if (!isSame(recorder.shown, wanted)) {
      // Time has passed: what is fresh may be another thing by now.
      wanted = await this.rig.oracle();
    }
    this.judge(wanted, Math.max(this.changedAt - from, 0) / 1000);
  }

  private judge(wanted: Shown, seconds: number): void {
    const { recorder, world } = this.rig;
    this.unhealed.push(...differences(recorder.shown, wanted));
    this.findings.push(...this.witness.verdict(wanted, world.takeTouched()));
    const [only, ...more] = this.broken;
    if (only !== undefined && more.length === 0) {
      this.heals.set(only, [...(this.heals.get(only) ?? []), seconds]);
    }
    this.broken = [];
    this.witness = new Witness(new Map(wanted), keyOf);
  }

  private async probe(): Promise<void> {
    this.probes += 1;
    const text = `Probe ${this.probes}`;
    const { world, simulator } = this.rig;
    for (const server of ['server-00', 'llm-0']) {
      await world.make({ what: 'describe-server', server, text });
    }
    const version = { model: 'model-0', version: '1.0' };
    await world.make({ what: 'describe-version', ...version, text });
    await simulator.settled();
  }
}

/** Plays a script from a fresh start to its end, or to the first thing that is wrong. */
export async function runScript(
  { steps, topology }: Script,
  { onStep, sabotage }: RunOptions = {},
): Promise<Outcome> {
  const rig = await Rig.start(topology);
  const walk = new Walk(rig);
  try {
    await walk.begin();
    sabotage?.(rig);
    for (const [index, step] of [...steps, SETTLE].entries()) {
      await walk.take(step);
      onStep?.(step, index);
      if (walk.findings.length + walk.unhealed.length > 0) {
        break;
      }
    }
    const { faults, findings, unhealed, heals, times } = walk;
    const { leaks } = rig.leaks;
    const outcome = { faults, findings, unhealed, heals, times, leaks };
    return {
      ...outcome,
      logs: isFine(outcome) ? [] : logsOf(rig),
    };
  } finally {
    await rig.stop();
  }
}

const SETTLE: Step = { do: 'settle' };

function logsOf({ pods, provider }: Rig): string[] {
  return [
    ...pods
      .flatMap(({ processes }) => processes)
      .flatMap(({ name, log }) =>
        log.slice(-120).map(line => `${name} ${line.trim()}`),
      ),
    ...provider.log.slice(-60).map(line => `provider ${line}`),
  ];
}
