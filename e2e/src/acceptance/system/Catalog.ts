import { z } from 'zod/v4';

const entitySchema = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    uid: z.string(),
    etag: z.string(),
    title: z.string().optional(),
    description: z.string().optional(),
    annotations: z.record(z.string(), z.string()).default({}),
    tags: z.array(z.string()).default([]),
    links: z
      .array(z.object({ url: z.string(), title: z.string().optional() }))
      .default([]),
  }),
  spec: z.record(z.string(), z.unknown()),
  relations: z
    .array(z.object({ type: z.string(), targetRef: z.string() }))
    .default([]),
});

/** An entity as the catalog's API answers it. */
export type Entity = z.infer<typeof entitySchema>;

/** `kind:default/name`, in lower case as in relations. */
export function refOf({ kind, metadata }: Entity): string {
  return `${kind}:default/${metadata.name}`.toLowerCase();
}

/**
 * An answer takes a second on a busy machine. Without a limit a request that
 * hangs would take the patience of whoever waits for something: Node's own is
 * five minutes.
 */
const ANSWER_MS = 30_000;

/** Kinds that the project makes; owners are the host's. */
const OURS = /^(component|api|resource):/;

/** The Backstage catalog through `GET /api/catalog/entities`. */
export class Catalog {
  private token: string | undefined;

  /** @param signIn - gives a user's token, where the catalog asks for one */
  constructor(
    private readonly url: string,
    private readonly signIn?: () => Promise<string>,
  ) {}

  async entities(): Promise<Entity[]> {
    const first = await this.ask();
    // A host that was started again may not know what it signed before.
    const answer = first.status === 401 ? await this.ask(true) : first;
    return z.array(entitySchema).parse(await answer.json());
  }

  private async ask(isNew = false): Promise<Response> {
    if (this.signIn && (isNew || !this.token)) this.token = await this.signIn();
    return await fetch(`${this.url}/api/catalog/entities`, {
      headers: this.token ? { authorization: `Bearer ${this.token}` } : {},
      signal: AbortSignal.timeout(ANSWER_MS),
    });
  }

  async find(ref: string): Promise<Entity | undefined> {
    const wanted = ref.toLowerCase();
    return (await this.entities()).find(entity => refOf(entity) === wanted);
  }

  /** @throws Error that names the entity when it is not there */
  async get(ref: string): Promise<Entity> {
    const found = await this.find(ref);
    if (!found) throw new Error(`${ref} is not in the catalog`);
    return found;
  }

  /** @throws Error when it is there */
  async isGone(...refs: string[]): Promise<void> {
    for (const ref of refs) {
      if (await this.find(ref)) throw new Error(`${ref} is in the catalog`);
    }
  }

  /** The model entity of a version, by the text that people gave it. */
  async model(model: string, version: string): Promise<Entity> {
    const title = `${model} ${version}`;
    const found = (await this.entities()).find(
      entity => entity.kind === 'Resource' && entity.metadata.title === title,
    );
    if (!found) throw new Error(`No Resource has the title "${title}"`);
    return found;
  }

  /** Relations to entities of ours that are not in the catalog. */
  async dangling(): Promise<string[]> {
    const entities = await this.entities();
    const refs = new Set(entities.map(refOf));
    return entities.flatMap(entity =>
      entity.relations
        .filter(({ targetRef }) => OURS.test(targetRef))
        .filter(({ targetRef }) => !refs.has(targetRef))
        .map(({ type, targetRef }) => `${refOf(entity)} ${type} ${targetRef}`),
    );
  }

  /** What must not change while nothing changes: ref, uid and etag of each entity. */
  async fingerprint(): Promise<string[]> {
    return (await this.entities())
      .map(entity => {
        const { uid, etag } = entity.metadata;
        return `${refOf(entity)} ${uid} ${etag}`;
      })
      .sort();
  }
}
