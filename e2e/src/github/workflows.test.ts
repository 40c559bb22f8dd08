import { existsSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';
import { z } from 'zod/v4';
import { ROOT } from '../deploy/paths';
import { stepsOf, workflows } from './workflows';

const Scripts = z.object({ scripts: z.record(z.string(), z.string()) });
const { scripts } = Scripts.parse(
  JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')),
);
const ALL = workflows();

/** What others write into events; in a command it would be a command. */
const FOREIGN = /\$\{\{[^}]*(github\.event|github\.head_ref|inputs\.)[^}]*\}\}/;

describe.each(ALL.map(one => [one.file, one] as const))(
  'the workflow %s',
  (_, workflow) => {
    const steps = stepsOf(workflow);
    const runs = steps.flatMap(({ run }) => run ?? []);

    it('may read the sources and nothing else, unless a job says so', () => {
      expect(workflow.permissions).toEqual({ contents: 'read' });
      expect(Object.keys(workflow.on)).not.toContain('pull_request_target');
    });

    it('names the release of each action', () => {
      const uses = [
        ...steps.flatMap(step => step.uses ?? []),
        ...Object.values(workflow.jobs).flatMap(job => job.uses ?? []),
      ];
      const isPinned = (name: string) =>
        name.startsWith('./')
          ? existsSync(join(ROOT, name))
          : /^[\w-]+\/[\w./-]+@(v\d+(\.\d+)*|[0-9a-f]{40})$/.test(name);
      expect(uses.filter(name => !isPinned(name))).toEqual([]);
    });

    it('ends each job in time', () => {
      const endless = Object.entries(workflow.jobs)
        .filter(([, job]) => !job.uses && job['timeout-minutes'] === undefined)
        .map(([name]) => name);
      expect(endless).toEqual([]);
    });

    it('gives tokens by the environment, and prints none', () => {
      const named = runs.filter(run => /\$\{\{[^}]*(secrets|token)/.test(run));
      expect(named).toEqual([]);
      const secret = steps.flatMap(({ env = {} }) =>
        Object.entries(env)
          .filter(([, value]) => /secrets\.|github\.token/.test(String(value)))
          .map(([name]) => name),
      );
      const shown = runs.flatMap(run =>
        run
          .split('\n')
          .filter(line => secret.some(name => line.includes(`$${name}`)))
          .filter(
            line => !/^\s*printf %s "\$\w+" \| .*--password-stdin/.test(line),
          ),
      );
      expect(shown).toEqual([]);
      expect(runs.filter(run => /set -x|env \||printenv/.test(run))).toEqual(
        [],
      );
    });

    it('puts nothing that others write into a command', () => {
      expect(runs.filter(run => FOREIGN.test(run))).toEqual([]);
    });

    it('runs scripts that there are', () => {
      const asked = runs.flatMap(run =>
        [...run.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name),
      );
      expect(asked.filter(name => !(name in scripts))).toEqual([]);
    });
  },
);

describe('what people are asked for', () => {
  const folder = join(ROOT, '.github/ISSUE_TEMPLATE');
  const Form = z.object({
    name: z.string(),
    description: z.string(),
    labels: z.array(z.string()),
    body: z.array(
      z.looseObject({
        type: z.enum(['markdown', 'textarea', 'input', 'dropdown']),
        id: z.string().optional(),
      }),
    ),
  });

  it.each(readdirSync(folder).filter(name => name !== 'config.yml'))(
    'in %s is a form as GitHub reads it',
    name => {
      const text = readFileSync(join(folder, name), 'utf8');
      const { body } = Form.parse(parse(text));
      const ids = body.flatMap(({ id }) => id ?? []);
      expect(new Set(ids).size).toBe(ids.length);
      expect(body.filter(({ type, id }) => type !== 'markdown' && !id)).toEqual(
        [],
      );
    },
  );

  it.each([
    'SECURITY.md',
    'CONTRIBUTING.md',
    '.github/PULL_REQUEST_TEMPLATE.md',
  ])('%s leads to what is there', page => {
    const text = readFileSync(join(ROOT, page), 'utf8');
    const links = [...text.matchAll(/\]\((?!http)([^)#]+)/g)];
    const missing = links
      .map(([, path = '']) => path)
      .filter(path => !existsSync(join(ROOT, path)));
    expect(missing).toEqual([]);
    for (const [, name = ''] of text.matchAll(/`npm run ([\w:-]+)/g)) {
      expect(scripts).toHaveProperty([name]);
    }
  });
});
