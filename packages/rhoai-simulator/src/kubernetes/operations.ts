import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TokenTable } from './access';
import { mediaType, parseText, readBody, readObject, toObject } from './body';
import {
  inVersion,
  isMetadataOnly,
  listPage,
  type ListSnapshots,
  selectorOf,
  shown,
} from './lists';
import { type JsonObject, isJsonObject, type StoredObject } from './object';
import type { ResourcePath } from './paths';
import { jsonPatch, mergePatch } from './writing/patch';
import { deleteObject } from './writing/removal';
import { sendJson } from './respond';
import {
  badRequest,
  methodNotAllowed,
  notFound,
  unknownPatchType,
  unsupportedMediaType,
} from './status';
import type { WatchHub } from './watch';
import { applyObject } from './writing/apply';
import { dryRunOf, managerOf } from './writing/writeOptions';
import { createObject, replaceObject, type Writer } from './writing/writes';

/** What the request handler works on. */
export interface ApiContext {
  readonly writer: Writer;
  readonly tokens: TokenTable;
  readonly watches: WatchHub;
  readonly snapshots: ListSnapshots;
}

/** Whether the query asks for a watch. */
export function isWatch(params: URLSearchParams): boolean {
  return ['true', '1'].includes(params.get('watch') ?? '');
}

/** The RBAC verb of a request. */
export function verbOf(
  method: string,
  resource: ResourcePath,
  watching: boolean,
): string {
  const named = resource.name !== undefined;
  switch (method) {
    case 'GET':
    case 'HEAD':
      if (named) {
        return 'get';
      }
      return watching ? 'watch' : 'list';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return named ? 'delete' : 'deletecollection';
    default:
      throw methodNotAllowed();
  }
}

/** One authorised request for a resource. */
export interface Exchange {
  readonly context: ApiContext;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly resource: ResourcePath;
  readonly params: URLSearchParams;
}

/** Does what the request asks and answers it. */
export async function serve(exchange: Exchange): Promise<void> {
  const { context, request, response, resource, params } = exchange;
  const { writer } = context;
  const watching = isWatch(params);
  if (resource.subresource && resource.subresource !== 'status') {
    throw notFound(resource.type, resource.name ?? '');
  }
  const metadataOnly = isMetadataOnly(request.headers.accept);
  const query = { ...resource, params, metadataOnly };
  const answer = (code: number, object: StoredObject) => {
    sendJson(response, code, shown(query, object));
  };
  switch (verbOf(request.method ?? 'GET', resource, watching)) {
    case 'get':
      return answer(200, existing(exchange));
    case 'list':
      return sendJson(
        response,
        200,
        listPage(writer.store, context.snapshots, query),
      );
    case 'watch':
      return context.watches.serve(query, response);
    case 'create':
      return answer(201, await create(exchange));
    case 'update': {
      const { name } = existing(exchange).metadata;
      const object = await readObject(request, resource);
      const scope = scopeOf(resource);
      const manager = managerOf(request, params);
      return answer(
        200,
        replaceObject(
          dryRunOf(writer, params),
          { ...resource, name },
          { object, scope, manager },
        ),
      );
    }
    case 'patch': {
      const { object, isNew } = await patchOrApply(exchange);
      return answer(isNew ? 201 : 200, object);
    }
    default:
      return remove(exchange);
  }
}

function scopeOf(resource: ResourcePath): 'main' | 'status' {
  return resource.subresource === 'status' ? 'status' : 'main';
}

async function create(exchange: Exchange): Promise<StoredObject> {
  const { context, request, resource, params } = exchange;
  if (resource.name || (resource.type.namespaced && !resource.namespace)) {
    throw methodNotAllowed();
  }
  const incoming = await readObject(request, resource);
  return createObject(dryRunOf(context.writer, params), resource, incoming);
}

function existing({ context, resource }: Exchange): StoredObject {
  const { type, namespace, name } = resource;
  if (name === undefined) {
    throw methodNotAllowed();
  }
  const object = context.writer.store.get(type, namespace, name);
  if (!object) {
    throw notFound(type, name);
  }
  return object;
}

const APPLY = 'application/apply-patch+yaml';

const PATCH_TYPES = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  APPLY,
];

/** Server-side apply; of the status it is refused, as nobody has asked for that yet. */
async function apply(exchange: Exchange) {
  const { context, request, resource, params } = exchange;
  const { name } = resource;
  if (name === undefined || resource.subresource) {
    throw methodNotAllowed();
  }
  const manager = params.get('fieldManager');
  if (!manager) {
    throw badRequest(
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    );
  }
  const text = await readBody(request);
  const object = toObject(parseText(text, 'application/yaml'), resource);
  if (!object.apiVersion || !object.kind) {
    throw badRequest('apiVersion and kind must be set in an apply patch');
  }
  const force = params.get('force') === 'true';
  return applyObject(
    dryRunOf(context.writer, params),
    { ...resource, name },
    { object, manager, force },
  );
}

async function patchOrApply(exchange: Exchange) {
  return mediaType(exchange.request) === APPLY
    ? await apply(exchange)
    : { object: await patch(exchange), isNew: false };
}

async function patch(exchange: Exchange): Promise<StoredObject> {
  const { context, request, resource, params } = exchange;
  const kind = mediaType(request);
  if (!resource.type.custom && !PATCH_TYPES.includes(kind)) {
    throw unknownPatchType();
  }
  const accepted = [
    'application/json-patch+json',
    'application/merge-patch+json',
    // On built-in kinds; the simulator merges it as RFC 7386 does, lists replace.
    ...(resource.type.custom
      ? [APPLY]
      : ['application/strategic-merge-patch+json']),
  ];
  if (!accepted.includes(kind)) {
    throw unsupportedMediaType(accepted);
  }
  const change = parseText(await readBody(request), 'application/json');
  const current = existing(exchange);
  if (kind !== 'application/json-patch+json' && !isJsonObject(change)) {
    throw badRequest(
      `error decoding patch: json: cannot unmarshal ${
        Array.isArray(change) ? 'array' : typeof change
      } into Go value of type map[string]interface {}`,
    );
  }
  const patched =
    kind === 'application/json-patch+json'
      ? jsonPatch(current, change)
      : mergePatch(current, change);
  const object = toObject(
    isJsonObject(patched) ? { ...patched, apiVersion: undefined } : patched,
    resource,
  );
  return replaceObject(
    dryRunOf(context.writer, params),
    { ...resource, name: current.metadata.name },
    { object, scope: scopeOf(resource), manager: managerOf(request, params) },
  );
}

async function remove(exchange: Exchange): Promise<void> {
  const { context, request, response, resource, params } = exchange;
  const { type, namespace, name } = resource;
  const text = await readBody(request);
  const options = text ? parseText(text, mediaType(request)) : {};
  if (name === undefined) {
    const query = { ...resource, params };
    const page = listPage(context.writer.store, context.snapshots, query);
    const selected = context.writer.store
      .list(type, namespace)
      .filter(selectorOf(query));
    for (const object of selected) {
      const { namespace: inside, name: called } = object.metadata;
      deleteObject(context.writer, { type, namespace: inside, name: called });
    }
    sendJson(response, 200, page);
    return;
  }
  const { object, removed } = deleteObject(
    dryRunOf(context.writer, params, options),
    { type, namespace, name },
    preconditionsOf(options),
  );
  sendJson(
    response,
    200,
    removed
      ? success(resource, object)
      : inVersion({ ...resource, params }, object),
  );
}

function preconditionsOf(options: unknown): {
  uid?: string;
  resourceVersion?: string;
} {
  const given = isJsonObject(options) ? options.preconditions : undefined;
  const { uid, resourceVersion } = isJsonObject(given) ? given : {};
  return {
    ...(typeof uid === 'string' ? { uid } : {}),
    ...(typeof resourceVersion === 'string' ? { resourceVersion } : {}),
  };
}

function success(resource: ResourcePath, object: StoredObject): JsonObject {
  const { group, plural } = resource.type;
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: {
      name: object.metadata.name,
      ...(group ? { group } : {}),
      kind: plural,
      uid: object.metadata.uid,
    },
  };
}
