import {
  EXTERNAL_ROUTE_URL,
  INTERNAL_SERVICE_URL,
  type ServedOffering,
} from '@model-catalog/common';
import { isInternalUrl, withoutHosts, withoutServers } from './hiddenHosts';
import type { ServerInput, ShownUrls } from './types';

type Texts = { [key: string]: string };

const annotationsOf = ({ server }: ServerInput): Texts => ({
  ...server.API?.annotations,
  ...server.annotations,
});

/** Whether a URL of a server is shown. What its annotation calls internal is, whatever its host. */
function isShown(record: ServerInput, urls: ShownUrls) {
  const internal = annotationsOf(record)[INTERNAL_SERVICE_URL];
  return (url: string) =>
    urls === 'all' ||
    (urls === 'external' && url !== internal && !isInternalUrl(url));
}

/** The URLs by which the bridge says a server can be reached, the best first. */
function urlsOf(record: ServerInput): string[] {
  const annotations = annotationsOf(record);
  return [
    record.server.API?.url,
    annotations[EXTERNAL_ROUTE_URL],
    annotations[INTERNAL_SERVICE_URL],
  ].filter((url): url is string => Boolean(url?.trim()));
}

/** The first URL of a server that may be shown. */
export function shownUrl(
  record: ServerInput,
  urls: ShownUrls = 'all',
): string | undefined {
  return urlsOf(record).find(isShown(record, urls));
}

/** A server's API definition without the URLs that are not shown. */
export function shownDefinition(
  text: string,
  record: ServerInput,
  urls: ShownUrls = 'all',
): string {
  if (urls === 'all') {
    return text;
  }
  const show = isShown(record, urls);
  const hidden = urlsOf(record).filter(url => !show(url));
  return withoutHosts(withoutServers(text, show), hidden);
}

/** An offering with the addresses that may be shown; who keeps the keys is no address of a server. */
function shownOffering(
  offering: ServedOffering,
  urls: ShownUrls,
): ServedOffering {
  const { production, staging } = offering.gatewayUrls;
  const show = (url: string | undefined) =>
    urls === 'external' && url !== undefined && !isInternalUrl(url)
      ? url
      : undefined;
  return {
    ...offering,
    backends: offering.backends.map(({ privateUrl: _, ...rest }) => rest),
    gatewayUrls: { production: show(production), staging: show(staging) },
    // It may name an address inside.
    match: { ...offering.match, evidence: '' },
  };
}

/**
 * A server record in which only the URLs are that may be shown.
 *
 * | `urls` | URL of the API, annotations, links, servers in the definition |
 * |---|---|
 * | all | as they are |
 * | external | those that only the cluster can reach are left out |
 * | none | those of the server and its gateways are left out; links that people wrote to other hosts stay |
 *
 * In texts that people wrote (description, definition), the hosts of left out
 * URLs are replaced.
 */
export function withShownUrls(
  record: ServerInput,
  urls: ShownUrls = 'all',
): ServerInput {
  if (urls === 'all') {
    return record;
  }
  const show = isShown(record, urls);
  const hidden = urlsOf(record).filter(url => !show(url));
  const hosts = new Set(
    hidden.filter(url => URL.canParse(url)).map(url => new URL(url).host),
  );
  const leadsAway = (url: string) =>
    !URL.canParse(url) || !hosts.has(new URL(url).host);
  const annotations = (texts: Texts | undefined) =>
    texts &&
    Object.fromEntries(
      Object.entries(texts).filter(([, value]) => !hidden.includes(value)),
    );
  const link = (url: string | undefined) =>
    url !== undefined && leadsAway(url) ? url : undefined;
  const { server } = record;
  return {
    ...record,
    links: record.links?.filter(({ url }) => leadsAway(url)),
    ...(record.offerings && {
      offerings: record.offerings.map(one => shownOffering(one, urls)),
    }),
    server: {
      ...server,
      description: withoutHosts(server.description, hidden),
      homepageURL: link(server.homepageURL),
      usage: link(server.usage),
      annotations: annotations(server.annotations),
      API: server.API && {
        ...server.API,
        url: shownUrl(record, urls) ?? '',
        spec: shownDefinition(server.API.spec, record, urls),
        annotations: annotations(server.API.annotations),
      },
    },
  };
}
