import type { Entity } from '@backstage/catalog-model';
import {
  DEFINITION_ORIGIN,
  definitionMarker,
  MODEL_NAME,
  type ServedOffering,
} from '@model-catalog/common';
import { originAnnotations } from './annotations';
import { originLabels } from './labels';
import { validLinks, type Wanted } from './links';
import { lifecycleOf, toEntity } from './metadata';
import { MAAS_TAG, offeringAnnotations, offeringLinks } from './offerings';
import { ownerOf } from './owner';
import { systemOf } from './system';
import { authTags, validTags } from './tags';
import { clean, cleanLine } from './text';
import type { EntityContext, Note, ServerInput } from './types';

/** Beside the API of the server itself, whose title may be the same. */
function titleOf({ title, systemName }: ServedOffering): string {
  return `${cleanLine(title) ?? systemName} (gateway)`;
}

function linksOf(offering: ServedOffering): Wanted[] {
  const { gatewayUrls, portal } = offering;
  const { production, staging } = gatewayUrls;
  return [
    ...offeringLinks(offering),
    {
      title: 'Gateway for staging',
      url: production === undefined ? undefined : staging,
      icon: 'kind:api',
    },
    { title: 'API management', url: portal.admin, icon: 'dashboard' },
  ];
}

/** What requests must name as the model. */
function modelName(
  { modelName: own }: ServedOffering,
  { server }: ServerInput,
): Record<string, string> {
  const name = cleanLine(own ?? server.annotations?.[MODEL_NAME]);
  return name === undefined ? {} : { [MODEL_NAME]: clean(name) };
}

/** The API of a gateway, as those who subscribed call it. */
export function gatewayEntity(
  record: ServerInput,
  offering: ServedOffering,
  { context, note }: { context: EntityContext; note: Note },
): Entity {
  const { server } = record;
  // What is wrong with owner and system is said once, of the server itself.
  const silent = () => undefined;
  const { owner, annotations } = ownerOf(record.ownerRef, silent);
  const system = systemOf(record, context, silent);
  const { definition, auth } = offering;
  return toEntity({
    kind: 'API',
    name: offering.name,
    title: titleOf(offering),
    description: offering.description ?? server.description,
    annotations: {
      ...annotations,
      ...offeringAnnotations([offering]),
      ...modelName(offering, record),
      ...(definition && { [DEFINITION_ORIGIN]: definition.origin }),
      ...originAnnotations({ ...record, previousName: undefined }, context),
    },
    labels: originLabels(record),
    tags: validTags(
      [
        ...(server.API?.tags ?? []),
        ...authTags(auth.type !== 'none'),
        MAAS_TAG,
      ],
      note,
    ),
    links: validLinks(linksOf(offering), note),
    spec: {
      type: 'openapi',
      lifecycle: lifecycleOf(server.lifecycle),
      owner,
      ...(system && { system }),
      definition: definitionMarker(definition?.digest ?? ''),
    },
  });
}
