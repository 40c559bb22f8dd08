import { stringifyEntityRef } from '@backstage/catalog-model';
import { MODEL_NAME } from '@model-catalog/common';
import { aiModelServerEntity } from './aiModelServerEntity';
import { apiEntity } from './apiEntity';
import { componentEntity } from './componentEntity';
import { gatewayEntity } from './gatewayEntity';
import { refOf, serverRef, shownOfferings } from './refs';
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

/**
 * Makes the entities of all records. Each is whole but not validated; what
 * was dropped of it is in `issues`.
 */
export function draftEntities(
  records: readonly EntityInput[],
  given: EntityContext,
): { drafts: Draft[]; issues: Issue[] } {
  const context = {
    ...given,
    modelNames: given.modelNames ?? namesOfModels(records),
  };
  const drafts: Draft[] = [];
  const issues: Issue[] = [];
  const noteOf = noteFor(issues);
  const servers = serversByModel(records, context);
  const add = ({ key, source }: EntityInput, made: Made) => {
    drafts.push({ ref: stringifyEntityRef(made.entity), key, source, ...made });
  };

  for (const record of records) {
    if (record.kind === 'server') {
      const shown = withShownUrls(record, context.urls);
      for (const made of serverEntities(shown, context, noteOf)) {
        add(record, made);
      }
    } else {
      const note = noteOf(refOf('Resource', record.name));
      const refs = [...(servers.get(record.key) ?? [])];
      add(record, { entity: resourceEntity(record, refs, { context, note }) });
    }
  }
  return { drafts, issues };
}
