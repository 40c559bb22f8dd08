import {
  type CardRef,
  type CatalogRecord,
  Model,
  type ModelCatalog,
  type ModelRecord,
  ModelServer,
  type ServerRecord,
  TECHDOCS,
} from '@model-catalog/common';
import { type DocumentParts, type LayoutEntry, layOut } from './layout';
import { type TextOf, withDefinition } from './texts';

/** The annotation of Backstage that names a TechDocs source. */
const TECHDOCS_REF = 'backstage.io/techdocs-ref';

export type WireOptions = {
  /** Where the plugins reach the location service, without a slash at its end. */
  bridgeUrl: string;
};

export type WireDocument = {
  document: ModelCatalog;
  issues: readonly string[];
};

/** The compatible documents of one revision. Each is made when it is asked for. */
export type WireView = {
  /** What `GET /list` answers. */
  uris: readonly string[];
  issues: readonly string[];
  /** The document at a path; equal paths may be percent-encoded differently. */
  document(path: string, textOf: TextOf): Promise<WireDocument | undefined>;
};

/** Lays out the documents of these records (see `layOut`); no long text is looked up before its document is. */
export function createWireView(
  records: Iterable<CatalogRecord>,
  { bridgeUrl }: WireOptions,
): WireView {
  return createOutlineView(records, { bridgeUrl, recordOf: one => one });
}

/** The same of what must be known to place a record; the record itself is looked up for its document. */
export function createOutlineView<T extends LayoutEntry>(
  outlines: Iterable<T>,
  {
    bridgeUrl,
    recordOf,
  }: WireOptions & { recordOf: (outline: T) => CatalogRecord | undefined },
): WireView {
  const { documents, issues } = layOut(outlines);
  const byPath = new Map(
    [...documents].map(([uri, parts]) => [decodedPath(uri), parts]),
  );
  const base = bridgeUrl.replace(/\/+$/, '');
  return {
    uris: [...documents.keys()],
    issues,
    document: async (path, textOf) => {
      const parts = documents.get(path) ?? byPath.get(decodedPath(path));
      return parts && documentOf(recordsOf(parts, recordOf), base, textOf);
    },
  };
}

/** All documents at once, by path. */
export async function toDocuments(
  records: Iterable<CatalogRecord>,
  options: WireOptions & { textOf: TextOf },
): Promise<Map<string, ModelCatalog>> {
  const view = createWireView(records, options);
  const documents = new Map<string, ModelCatalog>();
  for (const uri of view.uris) {
    const found = await view.document(uri, options.textOf);
    if (found) {
      documents.set(uri, found.document);
    }
  }
  return documents;
}

type DocumentRecords = {
  models: readonly ModelRecord[];
  server?: ServerRecord;
};

function recordsOf<T extends LayoutEntry>(
  { models, server }: DocumentParts<T>,
  recordOf: (outline: T) => CatalogRecord | undefined,
): DocumentRecords {
  const serverRecord = server && recordOf(server);
  return {
    models: models.flatMap(outline => {
      const record = recordOf(outline);
      return record?.kind === 'model' ? [record] : [];
    }),
    server: serverRecord?.kind === 'server' ? serverRecord : undefined,
  };
}

async function documentOf(
  { models, server }: DocumentRecords,
  base: string,
  textOf: TextOf,
): Promise<WireDocument> {
  const wireModels = models.map(model => modelOf(model, base));
  if (!server) {
    return { document: { models: wireModels }, issues: [] };
  }
  const filled = await withDefinition(serverOf(server, base), textOf);
  return {
    document: { models: wireModels, modelServer: filled.server },
    issues: filled.issues,
  };
}

/** Parsed once more, as the published schema forbids fields that it does not know. */
function modelOf({ model, card }: ModelRecord, base: string): Model {
  const { annotations, ...rest } = Model.parse(model);
  return withAnnotations(rest, {
    ...annotations,
    ...(card && { [TECHDOCS]: cardUrl(card, base) }),
  });
}

function serverOf({ server, card }: ServerRecord, base: string): ModelServer {
  const { annotations, ...rest } = ModelServer.parse(server);
  return withAnnotations(rest, {
    ...annotations,
    ...(card && { [TECHDOCS_REF]: `url:${cardUrl(card, base)}` }),
  });
}

function withAnnotations<T extends object>(
  described: T,
  annotations: Record<string, string>,
): T & { annotations?: Record<string, string> } {
  // In one order, whether a record was just made or read from a store.
  const sorted = Object.entries(annotations).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  return sorted.length > 0
    ? { ...described, annotations: Object.fromEntries(sorted) }
    : described;
}

function cardUrl({ key }: CardRef, base: string): string {
  return `${base}/modelcard?key=${encodeURIComponent(key)}`;
}

/** A path with its segments decoded, as something to compare by. */
function decodedPath(path: string): string {
  return path
    .split('/')
    .map(segment => {
      try {
        return decodeURIComponent(segment);
      } catch {
        return segment;
      }
    })
    .join('\n');
}
