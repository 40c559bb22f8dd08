import {
  EXTERNAL_ROUTE_URL,
  isToCall,
  parseKey,
  SERVER_STATE,
  TECHDOCS,
} from '@model-catalog/common';
import { aiAsset } from './aiAsset';
import { dashboardOf } from './dashboard';
import { kubernetesAnnotations } from './kubernetes';
import {
  type CardFor,
  copiedAnnotations,
  originAnnotations,
  techDocs,
} from './annotations';
import { originLabels } from './labels';
import { httpUrl, validLinks, withIcon, type Wanted } from './links';
import { lifecycleOf, type Parts } from './metadata';
import { gatewayUrl, offeredParts } from './offerings';
import { ownerOf } from './owner';
import { systemOf } from './system';
import { authTags, validTags } from './tags';
import type { EntityContext, Note, ServerInput } from './types';

/** What an entity of a model server says of it, whatever its kind. */
export type ServerParts = Omit<Parts, 'kind' | 'spec'> & {
  lifecycle: string;
  owner: string;
  system: string | undefined;
};

function linksOf({ server, links = [] }: ServerInput): Wanted[] {
  const route = server.annotations?.[EXTERNAL_ROUTE_URL];
  return [
    { title: 'API', url: server.API?.url ?? route, icon: 'kind:api' },
    { title: 'Homepage', url: server.homepageURL },
    { title: 'Usage', url: httpUrl(server.usage), icon: 'help' },
    ...links.map(withIcon),
  ];
}

/**
 * A server of which can be said how it is called: it is one to call, at a URL
 * that may be shown, its own or that of a gateway. Old location services have no such key, and say nothing
 * of it.
 */
function callable(
  { key, server, state, offerings = [] }: ServerInput,
  { urls }: EntityContext,
): CardFor | undefined {
  const hasUrl =
    httpUrl(server.API?.url) !== undefined ||
    offerings.some(one => httpUrl(gatewayUrl(one)) !== undefined);
  return hasUrl && isToCall(state) && parseKey(key)?.kind === 'server'
    ? { server: key, urls }
    : undefined;
}

/** The metadata of a model server, and what each kind's spec has of it. */
export function serverParts(
  record: ServerInput,
  { context, note }: { context: EntityContext; note: Note },
): ServerParts {
  const { server } = record;
  const owner = ownerOf(record.ownerRef, note);
  const property = server.annotations?.[TECHDOCS];
  const docs = techDocs(record.card, property, {
    context,
    note,
    wantedFor: callable(record, context),
  });
  const dashboard = dashboardOf(server.annotations, note);
  const offered = offeredParts(record);
  return {
    name: record.name,
    title: record.title,
    description: server.description,
    annotations: {
      ...copiedAnnotations(
        { ...server.API?.annotations, ...server.annotations },
        note,
      ),
      ...owner.annotations,
      ...(record.state && { [SERVER_STATE]: record.state }),
      ...docs.annotations,
      ...dashboard.annotations,
      ...kubernetesAnnotations(record, context.kubernetesCluster),
      ...offered.annotations,
      ...aiAsset(record),
      ...originAnnotations(record, context),
    },
    labels: originLabels(record),
    tags: validTags(
      [
        ...(server.tags ?? []),
        ...authTags(server.authentication),
        ...offered.tags,
      ],
      note,
    ),
    links: validLinks(
      [...linksOf(record), ...offered.links, ...docs.links, ...dashboard.links],
      note,
    ),
    lifecycle: lifecycleOf(server.lifecycle),
    owner: owner.owner,
    system: systemOf(record, context, note),
  };
}
