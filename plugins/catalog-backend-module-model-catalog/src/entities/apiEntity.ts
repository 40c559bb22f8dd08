import type { Entity } from '@backstage/catalog-model';
import { DEFINITION_ORIGIN, type Api } from '@model-catalog/common';
import { copiedAnnotations, originAnnotations } from './annotations';
import { originLabels } from './labels';
import { validLinks } from './links';
import { lifecycleOf, toEntity } from './metadata';
import { offeredParts } from './offerings';
import { ownerOf } from './owner';
import { systemOf } from './system';
import { authTags, validTags } from './tags';
import { clean, cleanLine } from './text';
import type { EntityContext, Note, ServerInput } from './types';

/** In lists, graphs and search results the API would look like its server. */
function titleOf(written: string | undefined): string | undefined {
  const title = cleanLine(written);
  return title === undefined || /\bAPI$/i.test(title) ? title : `${title} API`;
}

/** The API of a model server, named as its Component. */
export function apiEntity(
  record: ServerInput,
  api: Api,
  { context, note }: { context: EntityContext; note: Note },
): Entity {
  const { server } = record;
  const offered = offeredParts(record);
  // What is wrong with owner and system is said once, of the Component.
  const silent = () => undefined;
  const { owner, annotations } = ownerOf(record.ownerRef, silent);
  const system = systemOf(record, context, silent);
  return toEntity({
    kind: 'API',
    name: record.name,
    title: titleOf(record.title),
    description: server.description,
    annotations: {
      ...copiedAnnotations(api.annotations, note),
      ...annotations,
      ...(record.definition && {
        [DEFINITION_ORIGIN]: record.definition.origin,
      }),
      ...offered.annotations,
      ...originAnnotations(record, context),
    },
    labels: originLabels(record),
    tags: validTags(
      [
        ...(api.tags ?? []),
        ...authTags(server.authentication),
        ...offered.tags,
      ],
      note,
    ),
    links: validLinks(
      [{ title: 'API', url: api.url, icon: 'kind:api' }, ...offered.links],
      note,
    ),
    spec: {
      type: api.type,
      lifecycle: lifecycleOf(server.lifecycle),
      owner,
      ...(system && { system }),
      definition: clean(api.spec),
    },
  });
}
