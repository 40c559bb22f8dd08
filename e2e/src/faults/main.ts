import { readFile, writeFile } from 'node:fs/promises';
import { HELP, readOptions, UsageError } from './cli/options';
import { isClean, reportOf, tableOf } from './cli/report';
import { play, tell, WALK_FAULTS, walksOf } from './cli/walks';
import { walkInParallel, WORKER, work } from './cli/workers';
import type { Outcome } from './runScript';
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
  const { seed, count, jobs, json, replay: file } = options;
  const outcomes = file
    ? await replay(file)
    : await inProcess(seed, count, jobs);
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
