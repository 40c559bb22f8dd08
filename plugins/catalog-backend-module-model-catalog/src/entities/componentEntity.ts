import type { Entity } from '@backstage/catalog-model';
import { toEntity } from './metadata';
import { refOf } from './refs';
import { serverParts } from './serverEntity';
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
  const { lifecycle, owner, system, ...parts } = serverParts(record, {
    context,
    note,
  });
  return toEntity({
    ...parts,
    kind: 'Component',
    spec: {
      type: 'model-server',
      lifecycle,
      owner,
      ...(system && { system }),
      dependsOn: dependencies(record, context),
      ...(record.server.API && { providesApis: [refOf('API', record.name)] }),
    },
  });
}
