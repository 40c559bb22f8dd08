import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { apiEntity } from './apiEntity';
import { componentEntity } from './componentEntity';
import { refsOf } from './refs';
import { resourceEntity } from './resourceEntity';
import type {
  Draft,
  EntityContext,
  EntityInput,
  Issue,
  Note,
  ServerInput,
} from './types';

/** Model key to the references of the servers that serve it. */
function serversByModel(records: readonly EntityInput[]) {
  const result = new Map<string, Set<string>>();
  for (const record of records) {
    if (record.kind === 'server') {
      const [component] = refsOf(record);
      for (const key of record.models) {
        result.set(key, (result.get(key) ?? new Set()).add(component));
      }
    }
  }
  return result;
}

/**
 * Makes the entities of all records. Each is whole but not validated; what
 * was dropped of it is in `issues`.
 */
export function draftEntities(
  records: readonly EntityInput[],
  context: EntityContext,
): { drafts: Draft[]; issues: Issue[] } {
  const drafts: Draft[] = [];
  const issues: Issue[] = [];
  const servers = serversByModel(records);

  const noteOf =
    (ref: string): Note =>
    (field, message, level) => {
      issues.push({ ref, field, message, ...(level && { level }) });
    };
  const add = ({ key, source }: EntityInput, entity: Entity) => {
    drafts.push({ ref: stringifyEntityRef(entity), key, source, entity });
  };
  const addServer = (record: ServerInput) => {
    const [component, api] = refsOf(record);
    add(record, componentEntity(record, { context, note: noteOf(component) }));
    if (api && record.server.API) {
      const note = noteOf(api);
      add(record, apiEntity(record, record.server.API, { context, note }));
    }
  };

  for (const record of records) {
    if (record.kind === 'server') {
      addServer(record);
    } else {
      const note = noteOf(refsOf(record)[0]);
      const refs = [...(servers.get(record.key) ?? [])];
      add(record, resourceEntity(record, refs, { context, note }));
    }
  }
  return { drafts, issues };
}
