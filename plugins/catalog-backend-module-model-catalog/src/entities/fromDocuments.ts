import {
  TECHDOCS,
  encodePart,
  isEntityName,
  nameChoices,
  parseOwner,
  type CardRef,
  type Model,
  type ModelCatalog,
  type ModelRecord,
  type ModelServer,
} from '@model-catalog/common';
import { isPlaceholder, minimalDefinition } from './minimalDefinition';
import type { EntityInput, ServerInput } from './types';

/** The source of everything that an old location service lists. */
const LIST_SOURCE = 'list';

/** A document of an old location service, and where it was found. */
export type Document = { uri: string; document: ModelCatalog };

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Keys of one document begin with this, so that it can be held as a whole. */
export function documentKeyPrefix(uri: string): string {
  return `document${uri}#`;
}

/** Whether the key of a record is one that this module made. */
export function isDocumentKey(key: string | undefined): boolean {
  return key?.startsWith('document/') ?? false;
}

/**
 * The card that a `TechDocs` annotation names. Old services write their own
 * loopback address, whatever address they are reached at.
 */
function cardOf(
  annotations: { [key: string]: string } | undefined,
  baseUrl: string,
): CardRef | undefined {
  const text = annotations?.[TECHDOCS]?.trim() ?? '';
  if (!URL.canParse(text)) {
    return undefined;
  }
  const url = new URL(text);
  const key = url.searchParams.get('key');
  const ours =
    text.startsWith(`${baseUrl}/modelcard?`) ||
    (LOOPBACK.includes(url.hostname) && url.pathname === '/modelcard');
  return ours && key ? { key, digest: '' } : undefined;
}

/** Old services sanitise names already; other producers may not. */
function entityName(name: string, key: string): string {
  const written = name.replace(/\s/g, '');
  if (isEntityName(written)) {
    return written;
  }
  const [first = written] = nameChoices(written, key);
  return first;
}

function modelRecord(uri: string, model: Model, baseUrl: string): ModelRecord {
  const key = `${documentKeyPrefix(uri)}model/${encodePart(model.name)}`;
  const { artifactLocationURL } = model;
  return {
    kind: 'model',
    key,
    name: entityName(model.name, key),
    uri,
    source: LIST_SOURCE,
    ownerRef: parseOwner(model.owner) ?? model.owner,
    card: cardOf(model.annotations, baseUrl),
    artifacts: artifactLocationURL ? [artifactLocationURL] : [],
    model,
  };
}

function serverRecord(uri: string, server: ModelServer): ServerInput {
  const key = `${documentKeyPrefix(uri)}server/${encodePart(server.name)}`;
  const { API: api } = server;
  const minimal =
    api?.type === 'openapi' && isPlaceholder(api.spec)
      ? { ...api, spec: minimalDefinition(server.name, api) }
      : undefined;
  return {
    kind: 'server',
    key,
    name: entityName(server.name, key),
    uri,
    source: LIST_SOURCE,
    ownerRef: parseOwner(server.owner) ?? server.owner,
    models: [],
    definition: minimal && { digest: '', origin: 'minimal' },
    server: minimal ? { ...server, API: minimal } : server,
  };
}

/**
 * The records of an old location service's documents. A model or a server that
 * several documents repeat becomes one record, with the first document's text
 * and every document's relations; the order of the list does not matter.
 */
export function fromDocuments(
  documents: readonly Document[],
  baseUrl: string,
): EntityInput[] {
  const models = new Map<string, ModelRecord>();
  const servers = new Map<string, ServerInput>();
  const sorted = [...documents].sort((a, b) => (a.uri < b.uri ? -1 : 1));

  for (const { uri, document } of sorted) {
    const keys: string[] = [];
    for (const model of document.models) {
      const record = modelRecord(uri, model, baseUrl);
      const id = record.name.toLowerCase();
      const first = models.get(id) ?? record;
      models.set(id, first);
      keys.push(first.key);
    }
    if (document.modelServer) {
      const record = serverRecord(uri, document.modelServer);
      const id = record.name.toLowerCase();
      const first = servers.get(id) ?? record;
      const served = new Set([...first.models, ...keys]);
      servers.set(id, { ...first, models: [...served].sort() });
    }
  }
  return [...models.values(), ...servers.values()];
}
