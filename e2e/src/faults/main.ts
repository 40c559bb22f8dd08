import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HELP, readOptions, UsageError } from './cli/options';
import { isClean, reportOf, tableOf } from './cli/report';
import { FOLDER, play, tell, WALK_FAULTS, walksOf } from './cli/walks';
import { walkInParallel, WORKER, work } from './cli/workers';
import { realStage } from './real/realStage';
import { type Outcome, runScript } from './runScript';
import { generate } from './script/generate';
import { describeStep, Script } from './script/script';

const say = (line: string) => {
  process.stderr.write(`${line}\n`);
};

/** Walks in this process and its children; gives what came of them. */
async function inProcess(seed: number, count: number, jobs: number) {
  const scripts = walksOf(seed, count);
  const outcomes: Outcome[] = [];
  const from = Date.now();
  let faults = 0;
  await walkInParallel(scripts, jobs, {
    say,
    done: (outcome, script) => {
      outcomes.push(outcome);
      faults += outcome.faults;
      const seconds = Math.round((Date.now() - from) / 1000);
      say(
        `${seconds} s: ${faults} of ${count} faults (seed ${script.seed}, walk ${outcomes.length} of ${scripts.length}, ${WALK_FAULTS} each)`,
      );
    },
  });
  return outcomes;
}

/** One walk on real processes. */
async function onRealProcesses(seed: number, count: number) {
  const script = generate({ seed, count, on: 'real processes' });
  const from = Date.now();
  const outcome = await runScript(script, realStage, (step, index) => {
    const seconds = Math.round((Date.now() - from) / 1000);
    say(
      `${seconds} s: step ${index + 1} of ${
        script.steps.length
      }: ${describeStep(step)}`,
    );
  });
  tell(outcome, say);
  await keep(script, outcome);
  return [outcome];
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

async function replay(file: string): Promise<Outcome[]> {
  const script = Script.parse(JSON.parse(await readFile(file, 'utf8')));
  const outcome = await play(script, step => say(describeStep(step)));
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
  const outcomes = file
    ? await replay(file)
    : await (real
        ? onRealProcesses(seed, count)
        : inProcess(seed, count, jobs));
  const report = reportOf(seed, outcomes);
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
