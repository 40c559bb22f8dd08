import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';
import { z } from 'zod/v4';
import { ROOT } from '../deploy/paths';

export const WORKFLOWS = join(ROOT, '.github/workflows');

const Texts = z.record(z.string(), z.unknown());
const Step = z.looseObject({
  name: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  env: Texts.optional(),
});
const Job = z.looseObject({
  uses: z.string().optional(),
  'timeout-minutes': z.number().optional(),
  permissions: z.record(z.string(), z.string()).optional(),
  steps: z.array(Step).default([]),
});
const Workflow = z.looseObject({
  name: z.string(),
  on: Texts,
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(z.string(), Job),
});
export type Step = z.infer<typeof Step>;

/** A workflow by the name of its file. */
export type NamedWorkflow = z.infer<typeof Workflow> & { file: string };

export const workflows = (): NamedWorkflow[] =>
  readdirSync(WORKFLOWS).map(file => ({
    file,
    ...Workflow.parse(parse(readFileSync(join(WORKFLOWS, file), 'utf8'))),
  }));

export const stepsOf = ({ jobs }: NamedWorkflow): Step[] =>
  Object.values(jobs).flatMap(({ steps }) => steps);
