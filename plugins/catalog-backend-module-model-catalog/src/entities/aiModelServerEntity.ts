import type { Entity } from '@backstage/catalog-model';
import { LORA_ADAPTERS, MODEL_NAME } from '@model-catalog/common';
import { httpUrl } from './links';
import { toEntity } from './metadata';
import { AI_MODEL_SERVER, refOf } from './refs';
import { serverParts } from './serverEntity';
import { shownUrl } from './shownUrls';
import { cleanLine } from './text';
import type { EntityContext, Note, ServerInput, ShownUrls } from './types';

/** What callers speak with a server of which nothing more is known than the type of its API. */
const UNKNOWN_TYPE = 'unknown';
/** A list longer than this helps nobody to choose. */
const MAX_MODELS = 1_000;

/** Whether a server has what the kind demands: a URL that may be shown. */
export function canBeAiModelServer(
  record: ServerInput,
  urls?: ShownUrls,
): boolean {
  return httpUrl(shownUrl(record, urls)) !== undefined;
}

/** Names by which requests call the models, the one to use first. */
function modelsOf(record: ServerInput, context: EntityContext): string[] {
  const { annotations } = record.server;
  const names = [
    annotations?.[MODEL_NAME],
    ...record.models.map(key => context.modelNames?.get(key)),
    ...(annotations?.[LORA_ADAPTERS]?.split(',') ?? []),
  ].flatMap(name => cleanLine(name)?.slice(0, 256) ?? []);
  return [...new Set(names)].slice(0, MAX_MODELS);
}

/**
 * A model server becomes an `AiModelServerAPI`, as Developer Hub 2.1 shows
 * them. Its models stay Resources and its definition stays an API, to which
 * `apiEntityRef` leads, so that nothing is lost against the classic shape.
 *
 * Call it only for a record that {@link canBeAiModelServer}.
 */
export function aiModelServerEntity(
  record: ServerInput,
  { context, note }: { context: EntityContext; note: Note },
): Entity {
  const { lifecycle, owner, system, ...parts } = serverParts(record, {
    context,
    note,
  });
  const { API: api, authentication } = record.server;
  const available = modelsOf(record, context);
  const [first] = available;
  return toEntity({
    ...parts,
    kind: AI_MODEL_SERVER,
    spec: {
      type: 'ai-model-server',
      lifecycle,
      owner,
      ...(system && { system }),
      serverType:
        cleanLine(record.serverType)?.slice(0, 63) ?? api?.type ?? UNKNOWN_TYPE,
      serverUrl: httpUrl(shownUrl(record, context.urls)) ?? '',
      // What is not known is not said: the schema's own default is "no key needed".
      ...(authentication !== undefined && { requiresApiKey: authentication }),
      ...(first !== undefined && { models: { available, default: first } }),
      ...(api && { apiEntityRef: refOf('API', record.name) }),
    },
  });
}
