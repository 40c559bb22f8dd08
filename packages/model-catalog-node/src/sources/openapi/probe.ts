import { digestOf } from '@model-catalog/common';
import { cleanOpenApi } from '../../definitions/cleanOpenApi';
import { documentPaths, runtimeOf } from '../../definitions/runtimes';
import type { InferenceServer } from '../objects';
import type { AddressPolicy } from './addressPolicy';
import { createAsk, wantsToken, type Ask, type AskOptions } from './ask';
import { factsOfPaths, recognise, type Facts } from './recognise';
import { basesOf, urlsOf } from './urls';

/** What asking one server brought; `facts` is what it was found to be in any case. */
export type ProbeOutcome = { facts?: Facts } & (
  | { kind: 'found'; digest: string; text: string }
  /** It answers, but not with a definition: there is no use in asking soon again. `tell`: a person should know why. */
  | { kind: 'refused'; reason: string; tell?: 'warn' | 'info' }
  /** It does not answer (yet). */
  | { kind: 'silent'; reason: string }
  /** It answers with something that is meant as a definition and is none. */
  | { kind: 'invalid'; url: string; field?: string; reason: string }
);

export type ProbeOptions = AskOptions & {
  policy: AddressPolicy;
  /** Largest definition, in bytes. */
  maxBytes: number;
};

/** The better news of two: any answer tells more than silence. */
const RANK = { found: 3, invalid: 2, refused: 1, silent: 0 } as const;

/** How requests name the model, as far as its object says it. */
export const modelOf = ({ servedName, name }: InferenceServer): string =>
  servedName ?? name;

type Document = ProbeOutcome & { paths?: readonly string[] };

/** Reads the server's own definition at one of its addresses. */
async function ownDocument(
  ask: Ask,
  base: string,
  { server, maxBytes }: { server: InferenceServer; maxBytes: number },
): Promise<Document> {
  let best: Document = { kind: 'silent', reason: 'was not asked' };
  for (const path of documentPaths(runtimeOf(server), modelOf(server))) {
    const url = `${base}${path}`;
    const answer = await ask(url, maxBytes);
    if (answer.kind === 'silent') {
      return answer;
    }
    if (wantsToken(answer)) {
      const { reason } = answer;
      return { kind: 'refused', reason, facts: { wantsToken: true } };
    }
    if (answer.kind === 'refused' && answer.tell) {
      return answer;
    }
    if (answer.kind === 'refused' || answer.json === undefined) {
      const { reason } = answer;
      best = best.kind === 'invalid' ? best : { kind: 'refused', reason };
      continue;
    }
    const needsToken = server.authentication === true;
    const reading = cleanOpenApi(answer.json, urlsOf(server), needsToken);
    if (reading.ok) {
      const { text, paths } = reading;
      return { kind: 'found', digest: digestOf(text), text, paths };
    }
    const { field, reason } = reading;
    best =
      best.kind === 'invalid' ? best : { kind: 'invalid', url, field, reason };
  }
  return best;
}

async function askAt(
  ask: Ask,
  base: string,
  given: { server: InferenceServer; maxBytes: number },
): Promise<ProbeOutcome> {
  const { paths, ...outcome } = await ownDocument(ask, base, given);
  const isOver =
    outcome.kind === 'silent' ||
    outcome.facts?.wantsToken ||
    (outcome.kind === 'refused' && outcome.tell);
  if (isOver) {
    return outcome;
  }
  const { server } = given;
  const facts =
    outcome.kind === 'found'
      ? await factsOfPaths(ask, base, paths ?? [])
      : await recognise(ask, base, {
          runtime: runtimeOf(server),
          model: modelOf(server),
        });
  return Object.keys(facts).length > 0 ? { ...outcome, facts } : outcome;
}

/** The first one's news, unless the second one has better; facts of either. */
function better(first: ProbeOutcome, second: ProbeOutcome): ProbeOutcome {
  const [best, other] =
    RANK[second.kind] > RANK[first.kind] ? [second, first] : [first, second];
  return best.facts || !other.facts ? best : { ...best, facts: other.facts };
}

const isEnough = ({ kind, facts }: ProbeOutcome) =>
  kind === 'found' || facts?.offers !== undefined;

/**
 * Asks one server for its definition, and for what it speaks when it has none:
 * nowhere but at the hosts that its own status names, with GET alone, and
 * without a credential but for an origin that one was configured for.
 *
 * | address inside of the cluster | then |
 * |---|---|
 * | gives a definition | its models are asked for, if it lists them |
 * | answers, without one | its protocol is looked for |
 * | wants a token, or is silent, or must not be asked | the address outside, likewise |
 */
export async function probe(
  server: InferenceServer,
  { policy, maxBytes, ...options }: ProbeOptions,
  signal: AbortSignal,
): Promise<ProbeOutcome> {
  const ask = createAsk(options, { server, signal });
  let best: ProbeOutcome | undefined;
  for (const base of basesOf(server)) {
    const refused = policy.refusedUrl(base, server);
    const outcome: ProbeOutcome =
      refused === undefined
        ? await askAt(ask, base, { server, maxBytes })
        : {
            kind: 'refused',
            reason: `was not asked: ${refused}`,
            tell: 'info',
          };
    if (isEnough(outcome)) {
      return outcome;
    }
    best = best ? better(best, outcome) : outcome;
  }
  return best ?? { kind: 'silent', reason: 'it has no web URL' };
}
