import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HELP, readOptions, UsageError } from './cli/options';
import { isClean, reportOf, tableOf } from './cli/report';
import { record } from './cli/measured';
import { FOLDER, play, tell, walksOf } from './cli/walks';
import { walkInParallel, WORKER, work } from './cli/workers';
import { realStage } from './real/realStage';
import { brokenOff, type Outcome, runScript } from './runScript';
import { describeStep, Script, type Step } from './script/script';

const say = (line: string) => {
  process.stderr.write(`${line}\n`);
};

/** Walks in this process and its children; gives what came of them. */
async function inProcess(scripts: readonly Script[], jobs: number) {
  const outcomes: Outcome[] = [];
  const tellDone = progressOf(scripts);
  await walkInParallel(scripts, jobs, {
    say,
    done: (outcome, { seed }) => {
      outcomes.push(outcome);
      tellDone(outcome, seed);
    },
  });
  return outcomes;
}

/** Walks on real processes, one after the other. */
async function onRealProcesses(scripts: readonly Script[]) {
  const outcomes: Outcome[] = [];
  const tellDone = progressOf(scripts);
  for (const script of scripts) {
    const { seed, steps } = script;
    const outcome = await runScript(
      script,
      () => realStage(script),
      (step, index) =>
        say(
          `${seed}: step ${index + 1} of ${steps.length}: ${describeStep(
            step,
          )}`,
        ),
    ).catch(error => brokenOff(`seed ${seed}: ${error}`));
    tell(outcome, say);
    await keep(script, outcome);
    outcomes.push(outcome);
    tellDone(outcome, seed);
  }
  return outcomes;
}

/** Says after each walk how far all of them are. */
function progressOf(scripts: readonly Script[]) {
  const from = Date.now();
  let faults = 0;
  let walks = 0;
  return (outcome: Outcome, seed: number) => {
    faults += outcome.faults;
    walks += 1;
    const seconds = Math.round((Date.now() - from) / 1000);
    say(
      `${seconds} s: ${faults} faults, walk ${walks} of ${scripts.length} (seed ${seed})`,
    );
  };
}

/** Leaves what failed where it can be looked at. */
async function keep(script: Script, { logs }: Outcome): Promise<void> {
  if (logs.length > 0) {
    await mkdir(FOLDER, { recursive: true });
    const file = join(FOLDER, `real-${script.seed}`);
    await writeFile(`${file}.json`, JSON.stringify(script, undefined, 2));
    await writeFile(`${file}.log`, logs.join('\n'));
    say(`The script and the logs are in ${file}.json and .log`);
  }
}

async function replay(file: string, real: boolean): Promise<Outcome[]> {
  const script = Script.parse(JSON.parse(await readFile(file, 'utf8')));
  const onStep = (step: Step) => say(describeStep(step));
  const outcome = await (real
    ? runScript(script, () => realStage(script), onStep)
    : play(script, onStep));
  tell(outcome, say);
  await writeFile(`${file}.log`, outcome.logs.join('\n'));
  return [outcome];
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const { seed, count, jobs, json, real, replay: file } = options;
  const from = Date.now();
  const on = real ? 'real processes' : 'in process';
  const scripts = walksOf({ seed, count, on });
  const outcomes = file
    ? await replay(file, real)
    : await (real ? onRealProcesses(scripts) : inProcess(scripts, jobs));
  const seconds = Math.round((Date.now() - from) / 1000);
  const report = reportOf({ seed, seconds }, outcomes);
  if (options.record && !file) {
    await record(on, report);
  }
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : tableOf(report));
  return isClean(report) ? 0 : 1;
}

if (process.argv.includes(WORKER)) {
  work();
} else {
  main().then(
    code => process.exit(code),
    error => {
      const usage = error instanceof UsageError;
      say(usage ? `${error.message}\n\n${HELP}` : String(error.stack ?? error));
      process.exit(usage ? 2 : 1);
    },
  );
}
