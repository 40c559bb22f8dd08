import type { Entity } from '@backstage/catalog-model';
import { toEntity } from './metadata';
import { gatewayRefs, refOf } from './refs';
import { serverParts } from './serverEntity';
import type { EntityContext, Note, ServerInput } from './types';

function dependencies(record: ServerInput, context: EntityContext): string[] {
  const refs = record.models.flatMap(key => context.refs.get(key) ?? []);
  return [...new Set(refs)].sort();
}

/** Its own API, and those of the gateways by which it is offered. */
function providedApis(record: ServerInput): { providesApis?: string[] } {
  const own = record.server.API ? [refOf('API', record.name)] : [];
  const refs = [...own, ...gatewayRefs(record)];
  return refs.length > 0 ? { providesApis: refs } : {};
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
      ...providedApis(record),
    },
  });
}
