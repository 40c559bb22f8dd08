import { z } from 'zod/v4';
import type { Role } from '../../../config/config';
import type { Finding, Judged } from '../types';

/** What `/readyz` answers, as far as it is told. */
export const Readyz = z.object({
  status: z.enum(['ok', 'degraded', 'starting', 'unavailable']),
  reasons: z.array(z.string()).default([]),
  role: z.enum(['leader', 'standby']).optional(),
});
export type Readyz = z.infer<typeof Readyz>;

/** One process of the connector, where it can be reached from here. */
export type ProcessFacts = { role: Role; address: string; answer: Readyz };

const SHOWN = 5;

/**
 * | it says | verdict |
 * |---|---|
 * | ok | ok |
 * | degraded | warn: it goes on with what is known |
 * | starting | warn |
 * | unavailable | fail |
 */
function judge({ answer, address }: ProcessFacts): Judged {
  const { status, reasons, role } = answer;
  const told = `${address} says ${status}${role ? `, ${role}` : ''}`;
  if (status === 'ok') {
    return { verdict: 'ok', found: told };
  }
  const found = `${told}: ${reasons.slice(0, SHOWN).join('; ') || 'no reason'}`;
  if (reasons.some(reason => reason.includes('removal of'))) {
    return {
      verdict: 'warn',
      found,
      nextStep: 'See the list, and approve it: approve-removals',
    };
  }
  return {
    verdict: status === 'unavailable' ? 'fail' : 'warn',
    found,
    nextStep:
      status === 'starting'
        ? 'Wait for its first sync; its log says what it waits for'
        : 'See the checks of what the reasons name',
  };
}

export function judgeProcess(facts: ProcessFacts): Finding {
  const { role } = facts;
  return { id: `process.${role}`, title: `Process ${role}`, ...judge(facts) };
}
