import type { SourceStatus } from '@model-catalog/common';
import { messageOf } from '@model-catalog/node';
import { z } from 'zod/v4';
import { counted } from '../counted';
import type { Finding, Judged } from '../types';

/** What a location service says of itself. */
export type LocationFacts = { url: string } & (
  | { state: 'failed'; error: unknown }
  /** As of the connector of RHDH 1.8 to 1.10: `/list` and documents only. */
  | { state: 'old'; documents: number; failed: readonly string[] }
  | {
      state: 'read';
      revision: string;
      generatedAt: string;
      records: number;
      bad: readonly string[];
      sources: readonly SourceStatus[];
    }
);

const Failure = z.object({ status: z.number().optional() });

const NEXT: Readonly<Record<number, string>> = {
  401: 'Give the token that it asks for: --token-file, LOCATION_TOKEN or LOCATION_TOKEN_FILE; in the hub, token of the entry under catalog.providers.modelCatalog',
  403: 'Ask by localhost or the host of BRIDGE_URL, or configure a token (LOCATION_TOKEN)',
  404: 'Nothing of a location service is at this address',
  503: 'It waits for its first sync, or cannot read the store: see the checks of the store, and /readyz of its metrics port',
};

const BASE = { id: 'location.service', title: 'Location service' };

export function judgeLocation(facts: LocationFacts): Finding[] {
  const { url } = facts;
  if (facts.state === 'failed') {
    const { status } = Failure.safeParse(facts.error).data ?? {};
    return [
      {
        ...BASE,
        verdict: 'fail',
        found: messageOf(facts.error),
        nextStep:
          (status === undefined ? undefined : NEXT[status]) ??
          'Start the container "location" (or all), or name where it is by --url',
      },
    ];
  }
  if (facts.state === 'old') {
    return [
      {
        ...BASE,
        verdict: 'warn',
        found: `${url} is one of the connector of RHDH 1.8 to 1.10: ${counted(
          facts.documents,
          'document',
        )}, and no states of sources`,
        nextStep:
          'Change its image to ours: what it cannot tell (a source that failed, what was removed by decision) is guarded by the plugin alone until then',
      },
      ...oldFailures(facts.failed),
    ];
  }
  const { revision, generatedAt, records, bad } = facts;
  return [
    {
      ...BASE,
      verdict: bad.length > 0 ? 'warn' : 'ok',
      found: `${url} serves ${counted(
        records,
        'record',
      )}, revision ${revision.slice(0, 12)} as of ${generatedAt}${
        bad.length > 0
          ? `; ${bad.length} cannot be read: ${bad.slice(0, 3).join('; ')}`
          : ''
      }`,
      ...(bad.length > 0 && {
        nextStep: 'Update the older of the two: plugin or bridge',
      }),
    },
    ...facts.sources.map(judgeSource),
  ];
}

function oldFailures(failed: readonly string[]): Finding[] {
  return failed.length === 0
    ? []
    : [
        {
          id: 'location.documents',
          title: 'Documents',
          verdict: 'fail',
          found: `${failed.length} cannot be read: ${failed
            .slice(0, 3)
            .join('; ')}`,
          nextStep: 'Look at the log of the container "location"',
        },
      ];
}

const NO_MATTER =
  'Nothing, where there is none of it. Else see the checks of its kind and rights';

/** | complete | ok; partial, failed | warn: nothing vanishes, nothing new comes; unavailable | skipped | */
function judge({
  state,
  since,
  lastCompleteAt,
  message,
}: SourceStatus): Judged {
  const why = message ? `: ${message}` : '';
  switch (state) {
    case 'complete':
      return { verdict: 'ok', found: `complete since ${since}` };
    case 'unavailable':
      return {
        verdict: 'skipped',
        found: `unavailable since ${since}${why}`,
        nextStep: NO_MATTER,
      };
    default:
      return {
        verdict: 'warn',
        found: `${state} since ${since}${
          lastCompleteAt ? `, last complete at ${lastCompleteAt}` : ''
        }${why}`,
        nextStep:
          'What was known stays. The message names what to do; the checks of registries, catalogs and rights say it from here',
      };
  }
}

function judgeSource(source: SourceStatus): Finding {
  return {
    id: `location.source.${source.id}`,
    title: `Source ${source.id}`,
    ...judge(source),
  };
}
