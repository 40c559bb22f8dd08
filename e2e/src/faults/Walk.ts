import { kindOf } from './kinds/kinds';
import { differences, isSame, type Shown } from './model/fields';
import { type Finding, Witness } from './model/Witness';
import { keyOf } from './rig/shownOf';
import type { Step } from './script/script';
import type { End, Stage } from './Stage';

const STRIDE_S = 2;
const LEAST_BOUND_S = 60;

/** One walk while it goes on. */
export class Walk {
  readonly findings: Finding[] = [];
  readonly unhealed: string[] = [];
  readonly heals = new Map<string, number[]>();
  readonly times = new Map<string, number>();
  faults = 0;
  private readonly lasting = new Map<string, End>();
  private broken: string[] = [];
  private probes = 0;
  private witness = new Witness(new Map(), keyOf);
  private changedAt = 0;

  constructor(private readonly stage: Stage) {
    stage.onShown(() => {
      this.changedAt = stage.elapsed();
      this.witness.see(stage.shown(), stage.elapsed());
    });
  }

  /** Waits until everything is there for the first time. */
  async begin(startupSeconds: number): Promise<void> {
    await this.stage.pass(startupSeconds);
    await this.settle();
  }

  get isFine(): boolean {
    return this.findings.length + this.unhealed.length === 0;
  }

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case 'change':
        await this.stage.world.make(step.change);
        await this.stage.settled();
        break;
      case 'break':
        await this.break(step.kind, step.salt);
        break;
      case 'heal':
        await this.heal(step.kind);
        break;
      case 'pass':
        await this.stage.pass(step.seconds);
        break;
      default:
        await this.settle();
    }
  }

  private async break(kind: string, salt: number): Promise<void> {
    await this.heal(kind);
    const excuse = (refs?: readonly string[]) => this.witness.excuse(refs);
    const end = await this.stage.begin(kind, salt, { excuse });
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

  /** Ends every fault, changes something that every source must tell, and compares. */
  private async settle(): Promise<void> {
    const { stage } = this;
    for (const kind of [...this.lasting.keys()].reverse()) {
      await this.heal(kind);
    }
    await stage.healAll();
    await this.probe();
    const from = stage.elapsed();
    const bounds = this.broken.map(kind => kindOf(kind).boundSeconds);
    const bound = Math.max(LEAST_BOUND_S, ...bounds) * 1000;
    let wanted = await stage.oracle();
    while (!isSame(stage.shown(), wanted) && stage.elapsed() - from < bound) {
      await stage.pass(STRIDE_S);
      await stage.breathe();
    }
    if (!isSame(stage.shown(), wanted)) {
      // Time has passed: what is fresh may be another thing by now.
      wanted = await stage.oracle();
    }
    const seconds = Math.max(this.changedAt - from, 0) / 1000;
    this.judge(wanted, seconds, await stage.checkStore());
  }

  private judge(wanted: Shown, seconds: number, store: readonly string[]) {
    const { stage } = this;
    this.unhealed.push(...differences(stage.shown(), wanted), ...store);
    const touched = stage.world.takeTouched();
    this.findings.push(...this.witness.verdict(wanted, touched));
    const [only, ...more] = this.broken;
    if (only !== undefined && more.length === 0) {
      this.heals.set(only, [...(this.heals.get(only) ?? []), seconds]);
    }
    this.broken = [];
    this.witness = new Witness(new Map(stage.shown()), keyOf);
  }

  private async probe(): Promise<void> {
    this.probes += 1;
    const text = `Probe ${this.probes}`;
    const { world } = this.stage;
    for (const server of ['server-00', 'llm-0']) {
      await world.make({ what: 'describe-server', server, text });
    }
    const version = { model: 'model-0', version: '1.0' };
    await world.make({ what: 'describe-version', ...version, text });
    await this.stage.settled();
  }
}
