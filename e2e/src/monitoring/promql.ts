import { spawn } from 'child_process';
import { existsSync, mkdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { z } from 'zod/v4';
import { ROOT } from '../deploy/paths';
import { defaultCacheDir, type Unavailable } from '../realServers';
import { cacheKey } from '../realServers/cacheKey';
import { findGo } from '../realServers/goTool';
import { parseGoVersion } from '../realServers/goVersion';
import { runTool } from '../realServers/runTool';

const FOLDER = join(ROOT, 'e2e/promql');
const REQUIRED = parseGoVersion('go1.24.0');

/** One value each step, from second 0 on. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly values: readonly number[];
}

export interface Question {
  readonly expr: string;
  readonly series?: readonly Series[];
  readonly stepSeconds?: number;
  readonly atSeconds?: number;
}

const Answers = z.array(
  z.object({
    error: z.string().optional(),
    /** What the expression names. */
    metrics: z.array(z.string()).nullable(),
    /** The labels of each result, where series were given. */
    results: z.array(z.record(z.string(), z.string())).nullable(),
  }),
);
export type Answer = z.infer<typeof Answers>[number];

/** Prometheus's own parser and engine. */
export type Judge = (questions: readonly Question[]) => Promise<Answer[]>;

async function ask(
  program: string,
  questions: readonly Question[],
): Promise<Answer[]> {
  const child = spawn(program, [], { stdio: ['pipe', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', chunk => {
    output += chunk;
  });
  child.stdin.end(JSON.stringify(questions));
  const code = await new Promise(resolve => {
    child.once('close', resolve);
    child.once('error', resolve);
  });
  if (code !== 0) throw new Error(`${program} ended with ${code}`);
  return Answers.parse(JSON.parse(output));
}

/**
 * Builds it with Go into the cache (a quarter of a minute, once), or says why
 * it cannot be had here.
 *
 * @throws Error when Go is there but the build fails
 */
export async function promqlJudge(
  env: NodeJS.ProcessEnv = process.env,
): Promise<{ kind: 'found'; judge: Judge } | Unavailable> {
  const files = ['go.mod', 'go.sum', 'main.go'].map(name => ({
    name,
    content: readFileSync(join(FOLDER, name), 'utf8'),
  }));
  const go = REQUIRED && findGo(REQUIRED, env);
  if (go?.kind !== 'found') {
    return { kind: 'unavailable', reason: 'PromQL is not judged without Go' };
  }
  const key = cacheKey({ files, tool: go.path });
  const folder = join(defaultCacheDir(env), 'tools', `promql-${key}`);
  const path = join(folder, 'promql');
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true });
    const { code, output } = await runTool({
      command: go.path,
      args: ['build', '-p', '2', '-o', path, '.'],
      cwd: FOLDER,
      env: { ...env, GOTOOLCHAIN: 'local', CGO_ENABLED: '0' },
    });
    if (code !== 0) throw new Error(`go build in e2e/promql: ${output}`);
  }
  return { kind: 'found', judge: questions => ask(path, questions) };
}
