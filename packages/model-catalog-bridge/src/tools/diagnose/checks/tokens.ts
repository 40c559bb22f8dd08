import { type TokenFacts, tokenFacts } from '../jwt';
import type { Finding, Judged } from '../types';

/** A token that is configured, as far as it may be told of. */
export type TokenCheck = {
  id: string;
  title: string;
  /** Where it comes from: a variable, a file, a Secret. */
  from: string;
  /** Whether whoever writes it renews it by itself, as the kubelet does. */
  renews: boolean;
} & ({ facts: TokenFacts } | { problem: string });

/** Somewhere that a token is. */
export type TokenPlace = Pick<
  TokenCheck,
  'id' | 'title' | 'from' | 'renews'
> & {
  read(): Promise<string | undefined>;
};

export async function readToken({
  read,
  ...place
}: TokenPlace): Promise<TokenCheck> {
  try {
    const token = (await read())?.trim();
    return token
      ? { ...place, facts: tokenFacts(token) }
      : { ...place, problem: 'missing or empty' };
  } catch (error) {
    // Messages of files and clients name the place, never what is in it.
    const message = error instanceof Error ? error.message : 'unknown reason';
    return { ...place, problem: message };
  }
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A token that nobody renews is told of so long before its end. */
const SOON = 7 * DAY;

function lasting(ms: number): string {
  if (ms < 2 * HOUR) {
    return `${Math.max(1, Math.round(ms / 60_000))} minutes`;
  }
  return ms < 2 * DAY
    ? `${Math.round(ms / HOUR)} hours`
    : `${Math.round(ms / DAY)} days`;
}

const instant = (ms: number) =>
  new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

/**
 * | token | expiry | renewed by itself | verdict |
 * |---|---|---|---|
 * | cannot be read | | | fail |
 * | opaque | not known | | ok |
 * | JWT | none | | ok |
 * | JWT | over | | fail |
 * | JWT | within a week | no | warn |
 * | JWT | any other | | ok |
 */
function judge(check: TokenCheck, now: number): Judged {
  const { from, renews } = check;
  if ('problem' in check) {
    return {
      verdict: 'fail',
      found: `from ${from}: ${check.problem}`,
      nextStep: `Put a token into ${from}, or take the setting away`,
    };
  }
  const { facts } = check;
  if (facts.kind === 'opaque') {
    return {
      verdict: 'ok',
      found: `from ${from}; it does not tell its expiry`,
    };
  }
  const whose = facts.subject === undefined ? '' : `, of ${facts.subject}`;
  const { expiresAt } = facts;
  if (expiresAt === undefined) {
    return { verdict: 'ok', found: `from ${from}${whose}; does not expire` };
  }
  const left = expiresAt - now;
  if (left <= 0) {
    return {
      verdict: 'fail',
      found: `from ${from}${whose}; expired at ${instant(expiresAt)}, ${lasting(
        -left,
      )} ago`,
      nextStep:
        'Give a new one: a Secret of type kubernetes.io/service-account-token does not expire, and a file is read again by itself; a token in the environment needs a restart of the pod',
    };
  }
  const found = `from ${from}${whose}; expires at ${instant(
    expiresAt,
  )}, in ${lasting(left)}`;
  return renews || left > SOON
    ? { verdict: 'ok', found }
    : {
        verdict: 'warn',
        found,
        nextStep:
          'Nothing renews it: use a Secret of type kubernetes.io/service-account-token, or a file that something renews',
      };
}

export function judgeToken(check: TokenCheck, now: number): Finding {
  const { id, title } = check;
  return { id, title, ...judge(check, now) };
}
