import type { JsonObject, StoredObject } from './object';
import type { ObjectStore } from './ObjectStore';
import { type ResourceType, apiVersionOf } from './resources';
import { fieldSelector, labelSelector, type Selector } from './selectors';
import { badRequest, expired, futureResourceVersion } from './status';

/** A list or watch as the URL asks for it. */
export interface ListQuery {
  readonly type: ResourceType;
  readonly version: string;
  readonly namespace?: string;
  readonly params: URLSearchParams;
  /** Whether the content of the objects was asked to be left out. */
  readonly metadataOnly?: boolean;
}

const INCONSISTENT =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

/** Snapshots that later pages of a list are cut from: revision -> objects. */
export class ListSnapshots {
  readonly #kept = new Map<string, readonly StoredObject[]>();

  keep(key: string, objects: readonly StoredObject[]): void {
    this.#kept.set(key, objects);
    // Enough for every list that is being paged at the same time.
    for (const oldest of [...this.#kept.keys()].slice(0, -64)) {
      this.#kept.delete(oldest);
    }
  }

  get(key: string): readonly StoredObject[] | undefined {
    return this.#kept.get(key);
  }

  clear(): void {
    this.#kept.clear();
  }
}

/** Both selectors of the query as one. */
export function selectorOf(query: ListQuery): Selector {
  const labels = labelSelector(query.params.get('labelSelector') ?? '');
  const fields = fieldSelector(query.params.get('fieldSelector') ?? '');
  return object => labels(object) && fields(object);
}

/** The object in the asked version, as conversion strategy None does it. */
export function inVersion(query: ListQuery, object: StoredObject): JsonObject {
  return { ...object, apiVersion: apiVersionOf(query.type, query.version) };
}

const META = 'meta.k8s.io/v1';

/** `application/json;as=PartialObjectMetadata[List];g=meta.k8s.io;v=v1`: without the content. */
export function isMetadataOnly(accept: string | undefined): boolean {
  return /^application\/json;as=PartialObjectMetadata(List)?;/.test(
    accept ?? '',
  );
}

/** The object as a single answer or a watch shows it. */
export function shown(query: ListQuery, object: StoredObject): JsonObject {
  return query.metadataOnly
    ? {
        kind: 'PartialObjectMetadata',
        apiVersion: META,
        metadata: object.metadata,
      }
    : inVersion(query, object);
}

function shownInList(query: ListQuery, object: StoredObject): JsonObject {
  return query.type.custom || query.metadataOnly
    ? shown(query, object)
    : { ...object, apiVersion: undefined, kind: undefined };
}

interface ContinueToken {
  /** -1: whatever is there now, after an expired token. */
  readonly revision: number;
  readonly start: string;
}

function encode(token: ContinueToken): string {
  const text = `${token.revision}:${token.start}`;
  return Buffer.from(text).toString('base64url');
}

function decode(text: string): ContinueToken {
  const match = /^(-?\d+):(.+)$/.exec(
    Buffer.from(text, 'base64url').toString('utf8'),
  );
  if (!match) {
    throw badRequest(
      'invalid continue token: continue key is not valid: illegal base64 data at input byte 0',
    );
  }
  return { revision: Number(match[1]), start: match[2] ?? '' };
}

function positionOf(object: StoredObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}

function wholeNumber(text: string | null): number {
  if (text && !/^\d+$/.test(text)) {
    throw badRequest(
      `strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`,
    );
  }
  return Number(text ?? 0);
}

/** One page, or everything when no limit is given. Throws 410 for a continue token from before a compaction. */
export function listPage(
  store: ObjectStore,
  snapshots: ListSnapshots,
  query: ListQuery,
): JsonObject {
  checkRevision(store, query.params.get('resourceVersion'));
  const token = query.params.get('continue');
  const from = token ? decode(token) : undefined;
  const revision = from && from.revision >= 0 ? from.revision : store.revision;
  const key = snapshotKey(query, revision);
  const source =
    revision === store.revision
      ? store.list(query.type, query.namespace)
      : kept(snapshots, key, from);
  const rest = source
    .filter(selectorOf(query))
    .filter(object => !from || positionOf(object) > from.start);
  const limit = limitOf(query);
  const items = limit > 0 ? rest.slice(0, limit) : rest;
  if (rest.length > items.length) {
    snapshots.keep(key, source);
  }
  return {
    ...(query.metadataOnly
      ? { kind: 'PartialObjectMetadataList', apiVersion: META }
      : {
          kind: `${query.type.kind}List`,
          apiVersion: apiVersionOf(query.type, query.version),
        }),
    metadata: {
      ...continuation(query, { items, revision, total: rest.length }),
      resourceVersion: String(revision),
    },
    // As the real server says it: no list at all.
    // eslint-disable-next-line no-restricted-syntax
    items:
      query.metadataOnly && items.length === 0
        ? null
        : items.map(object => shownInList(query, object)),
  };
}

/** With resourceVersion=0 the real server answers from its cache, without a limit. */
function limitOf(query: ListQuery): number {
  return query.params.get('resourceVersion') === '0'
    ? 0
    : wholeNumber(query.params.get('limit'));
}

interface PageFacts {
  readonly items: readonly StoredObject[];
  readonly revision: number;
  readonly total: number;
}

function continuation(query: ListQuery, page: PageFacts): JsonObject {
  const last = page.items.at(-1);
  const left = page.total - page.items.length;
  if (!last || left === 0) {
    return query.type.custom && !query.metadataOnly ? { continue: '' } : {};
  }
  const selected =
    query.params.get('labelSelector') || query.params.get('fieldSelector');
  return {
    continue: encode({ revision: page.revision, start: positionOf(last) }),
    ...(selected ? {} : { remainingItemCount: left }),
  };
}

function snapshotKey(query: ListQuery, revision: number): string {
  return [query.type.group, query.type.plural, query.namespace, revision].join(
    '|',
  );
}

function kept(
  snapshots: ListSnapshots,
  key: string,
  from: ContinueToken | undefined,
): readonly StoredObject[] {
  const snapshot = snapshots.get(key);
  if (!snapshot) {
    const token = encode({ revision: -1, start: from?.start ?? '' });
    throw expired(INCONSISTENT, token);
  }
  return snapshot;
}

/** Refuses a resourceVersion that is no number or lies in the future. */
function checkRevision(store: ObjectStore, asked: string | null): void {
  if (!asked) {
    return;
  }
  if (!/^\d+$/.test(asked)) {
    throw badRequest(
      `invalid resource version: resourceVersion: Invalid value: ${JSON.stringify(
        asked,
      )}: strconv.ParseUint: parsing ${JSON.stringify(asked)}: invalid syntax`,
    );
  }
  if (Number(asked) > store.revision) {
    throw futureResourceVersion(asked, store.revision);
  }
}
