import { type CatalogRecord, digestOf, parseKey } from '@model-catalog/common';

/** What must be known of a record to place it; a `CatalogRecord` is one. */
export type LayoutEntry = Pick<
  CatalogRecord,
  'kind' | 'key' | 'uri' | 'createdAt'
> & {
  /** Keys of the models that a server serves. */
  models?: readonly string[];
};

/** What one compatible document is made of. */
export type DocumentParts<T extends LayoutEntry> = {
  models: readonly T[];
  server?: T;
};

export type Layout<T extends LayoutEntry> = {
  /** By path; in the order of the list. */
  documents: ReadonlyMap<string, DocumentParts<T>>;
  issues: readonly string[];
};

/**
 * Which compatible documents there are, and what is in each.
 *
 * | record | document of its own, at its `uri` |
 * |---|---|
 * | model of a registry | the model, and the oldest of its servers |
 * | model that only its server tells of | none: it is in its server's; the model alone when no server names it |
 * | server, the oldest of the only model it serves, which is of a registry | none: it is in that model's |
 * | any other server | all its models, repeated, and the server |
 * | server without a known model | the server alone |
 *
 * Models come before servers, so that a plugin that keeps what it reads last
 * of an entity keeps the more complete one.
 */
export function layOut<T extends LayoutEntry>(records: Iterable<T>): Layout<T> {
  const all = [...records].sort((a, b) => (a.key < b.key ? -1 : 1));
  const models = new Map<string, T>();
  const servers: T[] = [];
  for (const record of all) {
    if (record.kind === 'model') {
      models.set(record.key, record);
    } else {
      servers.push(record);
    }
  }
  const oldest = oldestServers(servers);

  const documents = new Map<string, DocumentParts<T>>();
  const issues: string[] = [];
  const add = (record: T, parts: DocumentParts<T>) => {
    const uri = freeUri(record, documents);
    if (uri !== record.uri) {
      issues.push(
        `${record.key}: its document's path ${record.uri} is another's too; it is served at ${uri}`,
      );
    }
    documents.set(uri, parts);
  };
  for (const model of models.values()) {
    const server = oldest.get(model.key);
    if (!isServed(model)) {
      add(model, { models: [model], server });
    } else if (!server) {
      add(model, { models: [model] });
    }
  }
  for (const server of servers) {
    const known = (server.models ?? []).flatMap(key => models.get(key) ?? []);
    const [only] = known;
    const isInModels =
      only !== undefined &&
      known.length === 1 &&
      !isServed(only) &&
      oldest.get(only.key) === server;
    if (!isInModels) {
      add(server, { models: known, server });
    }
  }
  return { documents, issues };
}

/** Whether the model is known only from the server that serves it. */
function isServed({ key }: LayoutEntry): boolean {
  return parseKey(key)?.kind === 'served';
}

/** The oldest server of each model, by its key. */
function oldestServers<T extends LayoutEntry>(
  servers: readonly T[],
): Map<string, T> {
  const oldest = new Map<string, T>();
  for (const server of servers) {
    for (const key of server.models ?? []) {
      const before = oldest.get(key);
      if (!before || isOlder(server, before)) {
        oldest.set(key, server);
      }
    }
  }
  return oldest;
}

/** Servers come sorted by key, so of equally old ones the first stays. */
function isOlder(a: LayoutEntry, b: LayoutEntry): boolean {
  return (a.createdAt ?? '\uFFFF') < (b.createdAt ?? '\uFFFF');
}

/** Paths are given uniquely; should two meet all the same, neither may vanish. */
function freeUri(
  { key, uri }: LayoutEntry,
  taken: ReadonlyMap<string, unknown>,
): string {
  let free = uri;
  for (let length = 8; taken.has(free) && length <= 64; length += 8) {
    const hash = digestOf(key).slice(0, length);
    free = uri.replace(/(\/[^/]*)$/, `~${hash}$1`);
  }
  return free;
}
