import {
  DEPLOYMENT_MODE,
  LORA_ADAPTERS,
  MODEL_FORMAT,
  RESOURCES,
  SERVER_STATE,
  SERVER_STATE_REASON,
  SERVING_RUNTIME,
  STORAGE_PATH,
  SYSTEM,
} from '@model-catalog/common';
import type { InferenceServer } from '../../sources/objects';
import { acceleratorsOf } from './accelerators';

const MAX_LIST = 1000;

/** A comma list that is no longer than an annotation should be, cut between its parts. */
function listed(parts: readonly string[] | undefined): string | undefined {
  let text = '';
  for (const part of parts ?? []) {
    const longer = text === '' ? part : `${text}, ${part}`;
    if (longer.length > MAX_LIST) {
      break;
    }
    text = longer;
  }
  return text === '' ? undefined : text;
}

const written = (resources: InferenceServer['resources']) =>
  Object.entries(resources ?? {})
    .map(([name, quantity]) => `${name}=${quantity}`)
    .sort();

/** What is told of a server as annotations: what is too particular for a tag. */
export function factAnnotations(
  server: InferenceServer,
): Record<string, string> {
  const facts: Record<string, string | undefined> = {
    [SERVER_STATE]: server.state,
    [SERVER_STATE_REASON]: server.stateReason,
    [SERVING_RUNTIME]: server.runtime?.slice(0, MAX_LIST),
    [MODEL_FORMAT]: server.modelFormat?.slice(0, MAX_LIST),
    [DEPLOYMENT_MODE]: server.deploymentMode,
    [LORA_ADAPTERS]: listed(server.loraAdapters),
    [SYSTEM]: server.properties[SYSTEM]?.trim().slice(0, MAX_LIST),
    [RESOURCES]: listed(written(server.resources)),
  };
  return Object.fromEntries(
    Object.entries(facts).flatMap(([key, value]) =>
      value ? [[key, value]] : [],
    ),
  );
}

/** What is told of a server as tags: what people look for, and what lasts. Its state is told in an annotation. */
export function factTags(server: InferenceServer): (string | undefined)[] {
  return [
    server.modelFormat,
    ...acceleratorsOf(server.resources),
    server.loraAdapters?.length ? 'lora' : undefined,
  ];
}

/** Where a model lies that is named by data connection and path instead of a URI. */
export function storageAnnotation({
  storageUri,
  storageKey,
  storagePath,
}: InferenceServer): Record<string, string> {
  return storageUri === undefined && storagePath !== undefined
    ? {
        [STORAGE_PATH]: [storageKey, storagePath]
          .filter(part => part !== undefined)
          .join(':')
          .slice(0, MAX_LIST),
      }
    : {};
}
