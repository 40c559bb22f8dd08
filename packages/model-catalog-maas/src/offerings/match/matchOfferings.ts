import type { OfferingBackend, OfferingMatch } from '@model-catalog/common';
import type {
  InferenceServer,
  Issue,
  OfferingMatcher,
  PlacedOffering,
} from '@model-catalog/node';
import type { Offering } from '@model-catalog/common';
import { findingsOf } from './findings';
import type { Hit } from './hit';
import { ServerIndex } from './ServerIndex';

export type MatchOptions = {
  /** Whether equal names are told of; no relation is ever made of them. */
  suggestions: boolean;
};

const hit = (
  server: InferenceServer | undefined,
  by: OfferingMatch['by'],
  evidence: string,
): Hit | undefined => server && { server, match: { by, evidence } };

/**
 * The model server that a backend leads to; the first that holds counts.
 *
 * | known of the backend | server |
 * |---|---|
 * | an object of the cluster names the server | that one, or none if it is not there |
 * | its URL names a Service that names its server | that one, or none if it is not there |
 * | its URL names a Service | the one whose Services are called so |
 * | its URL has the address of one server, inside or outside | that one |
 *
 * The port decides nothing: a Service has one port and its pods another.
 */
export function serverOf(
  { server, service, privateUrl }: OfferingBackend,
  index: ServerIndex,
): Hit | undefined {
  if (server !== undefined) {
    return hit(index.get(server), 'explicit', `it names ${server}`);
  }
  if (service) {
    const label = `Service ${service.namespace}/${service.name}`;
    if (service.server !== undefined) {
      return hit(index.get(service.server), 'service-label', label);
    }
    const named = hit(index.byServiceName(service), 'service-name', label);
    if (named) {
      return named;
    }
  }
  if (privateUrl === undefined || !URL.canParse(privateUrl)) {
    return undefined;
  }
  const host = `host ${new URL(privateUrl).hostname}`;
  return hit(index.byAddress(privateUrl), 'host', host);
}

/** Each server once, by the first of its backends. */
function hitsOf({ backends }: Offering, index: ServerIndex): Hit[] {
  const found = new Map<string, Hit>();
  for (const backend of backends) {
    const one = serverOf(backend, index);
    if (one && !found.has(one.server.id)) {
      found.set(one.server.id, one);
    }
  }
  return [...found.values()];
}

function suggestion(offering: Offering, index: ServerIndex): Issue[] {
  const alike = index.byName(offering.systemName).map(({ id }) => id);
  return alike.length === 0
    ? []
    : [
        {
          source: offering.source,
          object: `offering ${offering.id}`,
          reason: `is called as ${alike.join(
            ', ',
          )}, but does not lead there: no relation is made of it`,
          level: 'info',
        },
      ];
}

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);

/**
 * Joins offerings to the model servers that they lead to. A pure function; the
 * order of what it is given does not matter. Of the servers of one offering,
 * the first by id shows the gateway's API.
 */
export function matchOfferings(
  offerings: readonly Offering[],
  servers: readonly InferenceServer[],
  { suggestions }: MatchOptions,
): ReturnType<OfferingMatcher> {
  const index = new ServerIndex(servers);
  const placed = new Map<string, PlacedOffering[]>();
  const issues: Issue[] = [];
  for (const offering of [...offerings].sort(byId)) {
    const hits = hitsOf(offering, index);
    const [first] = hits.map(({ server }) => server).sort(byId);
    for (const { server, match } of hits) {
      const list = placed.get(server.id) ?? [];
      list.push({ offering, match, isShownHere: server === first });
      placed.set(server.id, list);
    }
    issues.push(...findingsOf(offering, { hits, index }));
    if (suggestions && hits.length === 0) {
      issues.push(...suggestion(offering, index));
    }
  }
  return { placed, issues };
}
