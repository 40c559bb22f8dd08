import { stringifyEntityRef } from '@backstage/catalog-model';
import { MODEL_NAME } from '@model-catalog/common';
import { aiModelServerEntity } from './aiModelServerEntity';
import { apiEntity } from './apiEntity';
import { componentEntity } from './componentEntity';
import { gatewayEntity } from './gatewayEntity';
import { refOf, refsOf, serverRef, shownOfferings } from './refs';
import { resourceEntity } from './resourceEntity';
import { withShownUrls } from './shownUrls';
import type {
  Draft,
  EntityContext,
  EntityInput,
  Issue,
  Note,
  ServerInput,
  Shape,
} from './types';

const CLASSIC: readonly Shape[] = ['classic'];

const formsOf = ({ key }: ServerInput, { forms }: EntityContext) =>
  forms?.get(key) ?? CLASSIC;

/** While a server has both shapes, others relate to the one that surely stands. */
function standingShape(record: ServerInput, context: EntityContext): Shape {
  const [first = 'classic', ...more] = formsOf(record, context);
  return more.length > 0 ? 'classic' : first;
}

/** Model key to the references of the servers that serve it. */
function serversByModel(
  records: readonly EntityInput[],
  context: EntityContext,
) {
  const result = new Map<string, Set<string>>();
  for (const record of records) {
    if (record.kind === 'server') {
      const ref = serverRef(record, standingShape(record, context));
      for (const key of record.models) {
        result.set(key, (result.get(key) ?? new Set()).add(ref));
      }
    }
  }
  return result;
}

function namesOfModels(records: readonly EntityInput[]): Map<string, string> {
  return new Map(
    records.flatMap(record =>
      record.kind === 'model'
        ? [
            [
              record.key,
              record.model.annotations?.[MODEL_NAME] ?? record.model.name,
            ],
          ]
        : [],
    ),
  );
}

/** Takes notes for the issues of one entity. */
const noteFor =
  (issues: Issue[]) =>
  (ref: string): Note =>
  (field, message, level) => {
    issues.push({ ref, field, message, ...(level && { level }) });
  };

type Made = Pick<Draft, 'entity' | 'beside'>;

function serverEntities(
  record: ServerInput,
  context: EntityContext,
  noteOf: (ref: string) => Note,
): Made[] {
  const forms = formsOf(record, context);
  const entities: Made[] = forms.map(shape => {
    const note = noteOf(serverRef(record, shape));
    const entity =
      shape === 'classic'
        ? componentEntity(record, { context, note })
        : aiModelServerEntity(record, { context, note });
    return { entity };
  });
  const { API: api } = record.server;
  if (api && forms.length > 0) {
    const note = noteOf(refOf('API', record.name));
    entities.push({ entity: apiEntity(record, api, { context, note }) });
  }
  for (const offering of forms.length > 0 ? shownOfferings(record) : []) {
    const note = noteOf(refOf('API', offering.name));
    const entity = gatewayEntity(record, offering, { context, note });
    entities.push({ entity, beside: [offering.source] });
  }
  return entities;
}

/** A record of which no entity can be made must not keep others from theirs. */
const flawOf = (record: EntityInput, error: unknown): Issue => ({
  ref: refsOf(record)[0],
  field: 'entity',
  message: `cannot be made (${String(error).slice(
    0,
    200,
  )}); what stands of it stays, all others go on. This is a flaw of the connector: please report it with this line`,
});

/**
 * Makes the entities of all records. Each is whole but not validated; what
 * was dropped of it is in `issues`. Records at which that fails, for a reason
 * that nobody foresaw, are in `failed`.
 */
export function draftEntities(
  records: readonly EntityInput[],
  given: EntityContext,
): { drafts: Draft[]; issues: Issue[]; failed: EntityInput[] } {
  const context = {
    ...given,
    modelNames: given.modelNames ?? namesOfModels(records),
  };
  const drafts: Draft[] = [];
  const issues: Issue[] = [];
  const noteOf = noteFor(issues);
  const servers = serversByModel(records, context);
  const failed: EntityInput[] = [];
  const entitiesOf = (record: EntityInput): Made[] => {
    if (record.kind === 'server') {
      const shown = withShownUrls(record, context.urls);
      return serverEntities(shown, context, noteOf);
    }
    const note = noteOf(refOf('Resource', record.name));
    const refs = [...(servers.get(record.key) ?? [])];
    return [{ entity: resourceEntity(record, refs, { context, note }) }];
  };

  for (const record of records) {
    const { key, source } = record;
    try {
      for (const made of entitiesOf(record)) {
        const ref = stringifyEntityRef(made.entity);
        drafts.push({ ref, key, source, ...made });
      }
    } catch (error) {
      failed.push(record);
      issues.push(flawOf(record, error));
    }
  }
  return { drafts, issues, failed };
}
