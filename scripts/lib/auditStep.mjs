import { readFileSync } from 'node:fs';
import { dependencyFlaws } from './dependencies.mjs';
import { logFile } from './paths.mjs';
import { say } from './progress.mjs';
import { run } from './run.mjs';
import { yarn } from './yarn.mjs';

const AUDIT_SECONDS = 120;

/** A finding as Yarn tells it, one on each line. */
function findingOf(line) {
  if (!line.startsWith('{')) return undefined;
  try {
    const { value, children } = JSON.parse(line);
    return children?.Issue
      ? `${value}: ${children.Issue} (${children.Severity}) ${
          children.URL ?? ''
        }`.trim()
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What the audit said.
 *
 * | exit code | findings | means |
 * |---|---|---|
 * | 0 | - | nothing is known against what ships |
 * | other | some | these are |
 * | other | none | nobody answered |
 */
export function readAudit(code, output) {
  const findings = output
    .split('\n')
    .map(findingOf)
    .filter(finding => finding !== undefined);
  if (code === 0) return { kind: 'clean' };
  return findings.length > 0
    ? { kind: 'found', findings }
    : { kind: 'no-answer' };
}

/** Asks the registry what is known against what ships; a registry need not be able to tell. */
async function audit() {
  const log = logFile('audit');
  const asked = ['--all', '--recursive', '--environment', 'production'];
  const code = await run(
    yarn('npm', 'audit', ...asked, '--severity', 'high', '--json'),
    { seconds: AUDIT_SECONDS, log },
  );
  return readAudit(code, readFileSync(log, 'utf8'));
}

/** What ships: pinned, explained, under a licence that allows it, and without a known hole. */
export const auditStep = {
  name: 'audit',
  async run() {
    const flaws = dependencyFlaws();
    for (const flaw of flaws) process.stdout.write(`${flaw}\n`);
    const counts = { passed: 0, failed: 0, skipped: 0 };
    counts[flaws.length > 0 ? 'failed' : 'passed'] += 1;
    const result = await audit();
    if (result.kind === 'no-answer') {
      say(
        'audit: skipped the question for known vulnerabilities: the package registry does not answer it',
      );
      counts.skipped += 1;
    } else {
      for (const finding of result.findings ?? [])
        process.stdout.write(`${finding}\n`);
      counts[result.kind === 'found' ? 'failed' : 'passed'] += 1;
    }
    return counts;
  },
};
