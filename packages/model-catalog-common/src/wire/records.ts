import { z } from 'zod/v4';
import { Model, ModelServer } from './modelCatalog';
import { ServedOffering } from './offerings';

/** A model card: the key that `/modelcard?key=` takes, and the digest of its text. */
export const CardRef = z.object({ key: z.string(), digest: z.string() });
export type CardRef = z.infer<typeof CardRef>;

/**
 * Where an API definition comes from.
 *
 * | origin | meaning |
 * |---|---|
 * | property | the `API Spec` property or annotation, as written by hand |
 * | server | read from the running model server |
 * | template | our own template of the protocol that the server speaks |
 * | minimal | a minimal valid document that says how to supply the real one |
 */
export const DefinitionOrigin = z.enum([
  'property',
  'server',
  'template',
  'minimal',
]);
export type DefinitionOrigin = z.infer<typeof DefinitionOrigin>;

/**
 * | state | meaning |
 * |---|---|
 * | ready | serves |
 * | not-ready | wanted, and not serving yet |
 * | failed | wanted, and it says itself that it will not serve as it is |
 * | scaled-to-zero | serves at the first request; must not be woken |
 * | stopped | switched off by its owner |
 */
export const ServerState = z.enum([
  'ready',
  'not-ready',
  'failed',
  'scaled-to-zero',
  'stopped',
]);
export type ServerState = z.infer<typeof ServerState>;

/**
 * Whether a server in a state is one to call: it answers, or will do so of
 * itself. One whose state is not known counts as such.
 */
export const isToCall = (state: ServerState | undefined): boolean =>
  state !== 'stopped' && state !== 'failed';

const common = {
  /** Identity (see identity/keys): never a UID, round-trips. */
  key: z.string(),
  /** Name of the entity, unique and stable. */
  name: z.string(),
  /** Path of the compatible document, percent-encoded, unique. */
  uri: z.string(),
  /** Id of the source that decides whether this record exists. */
  source: z.string(),
  title: z.string().optional(),
  /** Full entity reference, e.g. `group:default/team-a`. */
  ownerRef: z.string(),
  /** RFC 3339, from the source. */
  createdAt: z.string().optional(),
  /** Entity name that the connector of RHDH 1.8 to 1.10 gave. */
  previousName: z.string().optional(),
  card: CardRef.optional(),
  /** Links that the compatible document has no field for; valid http(s) URLs. */
  links: z.array(z.object({ title: z.string(), url: z.string() })).optional(),
};

/** A model and what the compatible document cannot carry of it. */
export const ModelRecord = z.object({
  kind: z.literal('model'),
  ...common,
  /** Every artifact URI; the document has room for one. */
  artifacts: z.array(z.string()),
  model: Model,
});
export type ModelRecord = z.infer<typeof ModelRecord>;

/** A model server and what the compatible document cannot carry of it. */
export const ServerRecord = z.object({
  kind: z.literal('server'),
  ...common,
  state: ServerState,
  /** What callers speak with it, e.g. `openai-v1`; absent when it is not known. */
  serverType: z.string().optional(),
  /** Keys of the models that it serves, sorted. */
  models: z.array(z.string()),
  definition: z
    .object({ digest: z.string(), origin: DefinitionOrigin })
    .optional(),
  /** The API products by which it is offered; absent for none. */
  offerings: z.array(ServedOffering).optional(),
  server: ModelServer,
});
export type ServerRecord = z.infer<typeof ServerRecord>;

export const CatalogRecord = z.discriminatedUnion('kind', [
  ModelRecord,
  ServerRecord,
]);
export type CatalogRecord = z.infer<typeof CatalogRecord>;
