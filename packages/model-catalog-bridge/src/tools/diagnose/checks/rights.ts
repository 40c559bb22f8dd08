import {
  askAccess,
  type KubernetesClient,
  type Review,
  reviewsOf,
  type Right,
  RIGHTS,
  type RightsSetup,
  ruleOf,
} from '@model-catalog/node';
import { inWords } from '../failure';
import type { Finding } from '../types';

/** What the authoriser says to one right. */
export type RightFacts = { right: Right } & (
  | { asked: readonly (Review & { allowed: boolean })[] }
  | { error: unknown }
);

/** Asks the authoriser for each right that this setup makes use of. */
export async function readRights(
  client: Pick<KubernetesClient, 'create'>,
  setup: RightsSetup,
  unserved: ReadonlySet<string>,
): Promise<RightFacts[]> {
  const facts: RightFacts[] = [];
  for (const right of RIGHTS) {
    const reviews = unserved.has(right.resource) ? [] : reviewsOf(right, setup);
    if (reviews.length > 0) {
      try {
        const asked = await Promise.all(
          reviews.map(async review => ({
            ...review,
            allowed: await askAccess(client, review),
          })),
        );
        facts.push({ right, asked });
      } catch (error) {
        facts.push({ right, error });
      }
    }
  }
  return facts;
}

function whereOf(reviews: readonly Review[]): string {
  const places = new Set(reviews.flatMap(({ namespace }) => namespace ?? []));
  const names = new Set(reviews.flatMap(({ name }) => name ?? []));
  const what = names.size === 0 ? '' : `${[...names].join(', ')} `;
  if (places.size > 0) {
    return `${what}in ${[...places].join(', ')}`;
  }
  return names.size > 0 ? what.trim() : 'everywhere';
}

const verbsOf = (reviews: readonly Review[]) =>
  [...new Set(reviews.map(({ verb }) => verb))].join(', ');

/**
 * | right | allowed | verdict |
 * |---|---|---|
 * | any | all of it | ok |
 * | needed | not all of it | fail |
 * | useful | not all of it | warn |
 */
export function judgeRight(facts: RightFacts): Finding {
  const { right } = facts;
  const base = {
    id: `rights.${right.id}`,
    title: `Right: ${right.id}`,
  };
  if ('error' in facts) {
    return {
      ...base,
      verdict: 'fail',
      found: `it cannot be asked: ${inWords(facts.error)}`,
      nextStep: `Look with: oc auth can-i ${right.verbs[0]} ${right.resource}`,
    };
  }
  const { asked } = facts;
  const refused = asked.filter(({ allowed }) => !allowed);
  if (refused.length === 0) {
    return {
      ...base,
      verdict: 'ok',
      found: `may ${verbsOf(asked)} ${whereOf(asked)}`,
    };
  }
  return {
    ...base,
    verdict: right.need === 'needed' ? 'fail' : 'warn',
    found: `may not ${verbsOf(refused)} ${whereOf(refused)}: ${right.without}`,
    nextStep: `For the service account, ${ruleOf(refused)}`,
  };
}
