import type { Entity } from '@backstage/catalog-model';
import { SERVER_STATE, TECHDOCS } from '@model-catalog/common';
import { copiedAnnotations, originAnnotations, techDocs } from './annotations';
import { httpUrl, validLinks } from './links';
import { lifecycleOf, toEntity } from './metadata';
import { ownerOf } from './owner';
import { refOf } from './refs';
import { authTags, validTags } from './tags';
import type { EntityContext, Note, ServerInput } from './types';

function dependencies(record: ServerInput, context: EntityContext): string[] {
  const refs = record.models.flatMap(key => context.refs.get(key) ?? []);
  return [...new Set(refs)].sort();
}

/** A model server becomes a Component of type `model-server`. */
export function componentEntity(
  record: ServerInput,
  { context, note }: { context: EntityContext; note: Note },
): Entity {
  const { server } = record;
  const { owner, annotations: ownerAnnotations } = ownerOf(
    record.ownerRef,
    note,
  );
  const property = server.annotations?.[TECHDOCS];
  const docs = techDocs(record.card, property, { context, note });
  const links = [
    { title: 'API', url: server.API?.url },
    { title: 'Homepage', url: server.homepageURL },
    { title: 'Usage', url: httpUrl(server.usage) },
    ...(record.links ?? []),
    ...docs.links,
  ];
  return toEntity({
    kind: 'Component',
    name: record.name,
    title: record.title,
    description: server.description,
    annotations: {
      ...copiedAnnotations(
        { ...server.API?.annotations, ...server.annotations },
        note,
      ),
      ...ownerAnnotations,
      ...(record.state && { [SERVER_STATE]: record.state }),
      ...docs.annotations,
      ...originAnnotations(record, context),
    },
    tags: validTags(
      [...(server.tags ?? []), ...authTags(server.authentication)],
      note,
    ),
    links: validLinks(links, note),
    spec: {
      type: 'model-server',
      lifecycle: lifecycleOf(server.lifecycle),
      owner,
      dependsOn: dependencies(record, context),
      ...(server.API && { providesApis: [refOf('API', record.name)] }),
    },
  });
}
