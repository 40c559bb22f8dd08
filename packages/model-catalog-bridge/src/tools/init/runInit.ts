import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '@model-catalog/node';
import { ConfigError, connect } from '@model-catalog/service';
import { jsonText } from '../json';
import type { ToolExit, ToolShell } from '../shell';
import { type Answers, flawsOf, type Origin } from './answers';
import { detect, type Detected } from './detect';
import { type Ask, relevantIn, settle } from './interview';
import { cautions, nextSteps } from './nextSteps';
import { filesOf } from './plan';
import { templates } from './templates';

export type InitOptions = ToolShell & {
  flags: Partial<Answers>;
  output: string;
  /** Replaces files that are there. */
  yes?: boolean;
  json?: boolean;
  /** Absent where nobody can be asked. */
  ask?: Ask;
};

async function look({ environment, flags }: InitOptions): Promise<Detected> {
  try {
    const { client } = await connect(environment);
    try {
      return await detect(client, flags);
    } finally {
      await client.close();
    }
  } catch (error) {
    const [why] =
      error instanceof ConfigError
        ? error.problems
        : messageOf(error).split('\n');
    return { answers: {}, notes: [`No cluster was looked at: ${why}`] };
  }
}

/** Files that are there and say something else. */
async function inTheWay(
  files: Readonly<Record<string, string>>,
  output: string,
): Promise<string[]> {
  const different: string[] = [];
  for (const [name, text] of Object.entries(files)) {
    const there = await readFile(join(output, name), 'utf8').catch(() => text);
    if (there !== text) {
      different.push(name);
    }
  }
  return different;
}

const SHOWN: Readonly<Record<Origin, string>> = {
  flag: 'as told',
  cluster: 'as the cluster says',
  answer: 'as answered',
  assumed: 'assumed',
};

function textOf(
  answers: Answers,
  {
    origins,
    notes,
    steps,
    files,
  }: {
    origins: Readonly<Record<keyof Answers, Origin>>;
    notes: readonly string[];
    steps: readonly string[];
    files: readonly string[];
  },
): string {
  const lines = relevantIn(answers).map(
    key => `${key.padEnd(13)} ${answers[key]}  (${SHOWN[origins[key]]})`,
  );
  return [
    ...lines,
    '',
    ...notes.map(note => `! ${note}`),
    ...(notes.length > 0 ? [''] : []),
    `Written: ${files.join(', ')}`,
    '',
    ...steps,
    '',
  ].join('\n');
}

/**
 * Writes the manifests for a cluster: those of `deploy/`, with what the
 * cluster, flags or a person says in place of the examples. Only reads from
 * the cluster.
 *
 * @returns 0 written, 1 not, as files are in the way or cannot be written, 2 answers that cannot be
 */
export async function runInit(options: InitOptions): Promise<ToolExit> {
  const { flags, output, ask, yes, json, write, writeError } = options;
  const detected = await look(options);
  const { answers, origins } = await settle(flags, detected.answers, ask);
  const flaws = flawsOf(answers);
  if (flaws.length > 0) {
    writeError(`${flaws.join('\n')}\n`);
    return 2;
  }
  const existing =
    detected.existing?.metadata.name === answers.backstage &&
    detected.existing.metadata.namespace === answers.namespace
      ? detected.existing
      : undefined;
  const files = filesOf(templates(), answers, existing);
  const different = yes ? [] : await inTheWay(files, output);
  if (different.length > 0) {
    writeError(
      `In ${output} there are other ${different.join(
        ', ',
      )}: take another folder by --output, or replace them by --yes\n`,
    );
    return 1;
  }
  try {
    await mkdir(output, { recursive: true });
    for (const [name, text] of Object.entries(files)) {
      await writeFile(join(output, name), text);
    }
  } catch (error) {
    writeError(`${output} cannot be written: ${messageOf(error)}\n`);
    return 1;
  }
  const notes = [...detected.notes, ...cautions(answers)];
  const steps = nextSteps(answers, files, output);
  const names = Object.keys(files);
  write(
    json
      ? jsonText({ answers, origins, notes, output, files: names, steps })
      : textOf(answers, { origins, notes, steps, files: names }),
  );
  return 0;
}
