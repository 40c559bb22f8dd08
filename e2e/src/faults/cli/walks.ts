import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate, type WalkPlan } from '../script/generate';
import { isFine, type OnStep, type Outcome, runScript } from '../runScript';
import { rigStage } from '../rig/RigStage';
import { describeStep, type Script, type Step } from '../script/script';
import { shrink } from '../script/shrink';

/** Faults of one walk: a start costs as much as several of them. */
export const WALK_FAULTS = { 'in process': 50, 'real processes': 25 } as const;

/** Where failing walks leave their scripts and logs. */
export const FOLDER =
  process.env.FAULTS_OUT ?? join('.model-catalog', 'faults');

/** The walks that make up a run, each with a seed of its own. */
export function walksOf({ seed, count, on }: WalkPlan): Script[] {
  const size = WALK_FAULTS[on];
  const walks: Script[] = [];
  for (let done = 0; done < count; done += size) {
    const faults = Math.min(size, count - done);
    walks.push(generate({ seed: seed + walks.length, count: faults, on }));
  }
  return walks;
}

/** Plays a script in this process. */
export const play = (script: Script, onStep?: OnStep) =>
  runScript(script, () => rigStage(script), onStep);

/** What is wrong, in a word: a shorter script must show the same. */
function flawsOf({ findings, unhealed, leaks }: Outcome): Set<string> {
  return new Set([
    ...findings.map(({ kind }) => kind),
    ...(unhealed.length > 0 ? ['unhealed'] : []),
    ...(leaks.length > 0 ? ['leaked'] : []),
  ]);
}

/**
 * Plays a walk. One that fails is shortened, and the short script is left in a
 * file; `say` is told what to do with it.
 */
export async function walk(
  script: Script,
  say: (line: string) => void,
): Promise<Outcome> {
  let done = 0;
  const outcome = await play(script, (_step, index) => {
    done = index + 1;
  });
  if (isFine(outcome)) {
    return outcome;
  }
  say(`The walk of seed ${script.seed} failed at step ${done}:`);
  tell(outcome, say);
  const since = sinceSettled(script.steps.slice(0, done));
  since.forEach(step => say(`  ${describeStep(step)}`));
  const played = { ...script, steps: script.steps.slice(0, done) };
  const short = await shorten(played, outcome);
  const { steps } = short;
  const last = await play(short);
  await mkdir(FOLDER, { recursive: true });
  const file = join(FOLDER, `${script.seed}.json`);
  await writeFile(file, JSON.stringify(short, undefined, 2));
  await writeFile(join(FOLDER, `${script.seed}.log`), last.logs.join('\n'));
  say(`It comes down to ${steps.length} steps:`);
  steps.forEach(step => say(`  ${describeStep(step)}`));
  tell(last, say);
  say(`Play it again with: npm run faults -- --replay ${file}`);
  return outcome;
}

async function shorten(script: Script, outcome: Outcome): Promise<Script> {
  const wanted = [...flawsOf(outcome)][0] ?? '';
  const fails = async (steps: readonly Step[]) => {
    try {
      const other = await play({ ...script, steps: [...steps] });
      return flawsOf(other).has(wanted);
    } catch {
      return false;
    }
  };
  // Most often what came before all was well the last time does not matter.
  const { steps } = script;
  const last = sinceSettled(steps);
  const begin = (await fails(last)) ? last : steps;
  return { ...script, steps: [...(await shrink(begin, fails))] };
}

/** Says what was wrong. */
export function tell(outcome: Outcome, say: (line: string) => void): void {
  for (const { kind, ref, what } of outcome.findings.slice(0, 6)) {
    say(`  ${kind}: ${ref}${what === ref ? '' : `: ${what}`}`);
  }
  outcome.unhealed.slice(0, 6).forEach(line => say(`  unhealed: ${line}`));
  outcome.leaks.slice(0, 6).forEach(line => say(`  leaked: ${line}`));
}

/** The steps since all was well. */
function sinceSettled(steps: readonly Step[]): readonly Step[] {
  const isSettle = (step: Step) => step.do === 'settle';
  return steps.slice(steps.slice(0, -1).map(isSettle).lastIndexOf(true) + 1);
}
