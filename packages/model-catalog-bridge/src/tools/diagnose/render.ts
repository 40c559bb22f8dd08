import { jsonText } from '../json';
import type { Finding, Verdict } from './types';

const SHOWN: Readonly<Record<Verdict, string>> = {
  ok: 'ok  ',
  warn: 'warn',
  fail: 'FAIL',
  skipped: '-   ',
};

const VERDICTS: readonly Verdict[] = ['ok', 'warn', 'fail', 'skipped'];

/** How many findings there are of each verdict. */
export function countsOf(
  findings: readonly Finding[],
): Record<Verdict, number> {
  const counts = { ok: 0, warn: 0, fail: 0, skipped: 0 };
  for (const { verdict } of findings) {
    counts[verdict] += 1;
  }
  return counts;
}

const MAX_TITLE = 44;

/** Control characters would move what a terminal shows. */
const oneLine = (text: string) =>
  text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ');

/** The findings for a person: a line each, and the next step below it. */
export function tableOf(findings: readonly Finding[]): string {
  const width = Math.min(
    MAX_TITLE,
    Math.max(0, ...findings.map(({ title }) => title.length)),
  );
  const lines = findings.flatMap(({ verdict, title, found, nextStep }) => [
    `${SHOWN[verdict]}  ${title.padEnd(width)}  ${oneLine(found)}`,
    ...(nextStep === undefined
      ? []
      : [`${' '.repeat(6)}→ ${oneLine(nextStep)}`]),
  ]);
  const counts = countsOf(findings);
  const sum = VERDICTS.map(verdict => `${counts[verdict]} ${verdict}`);
  return `${lines.join('\n')}\n\n${sum.join(', ')}\n`;
}

/** The findings for a program. */
export function jsonOf(findings: readonly Finding[]): string {
  return jsonText({ counts: countsOf(findings), findings });
}
