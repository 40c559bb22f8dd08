import { z } from 'zod/v4';

const Identity = z.object({
  backstageIdentity: z.object({ token: z.string() }),
});

const Entity = z.object({
  kind: z.string(),
  metadata: z.object({
    name: z.string(),
    annotations: z.record(z.string(), z.string()).default({}),
  }),
  spec: z.object({ type: z.string().optional() }).default({}),
});

const Counted = z.object({ totalItems: z.number() });

/** An entity of ours as the catalog answers it. */
export type Entity = z.infer<typeof Entity>;

/** An answer, whatever its status. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

const ANSWER_MS = 10_000;
const BUILD_MS = 120_000;

/** A host as its users see it: through its HTTP API. */
export class HostApi {
  private token: string | undefined;

  constructor(readonly url: string) {}

  async isReady(): Promise<boolean> {
    return (await this.get('/.backstage/health/v1/readiness')).status === 200;
  }

  /** The status of the catalog's API for those who did not sign in. */
  async strangersStatus(): Promise<number> {
    return (await this.get('/api/catalog/entities')).status;
  }

  /** Everything in the catalog, as it is sent. */
  async catalogText(): Promise<string> {
    return (await this.getAsUser('/api/catalog/entities')).text;
  }

  async entities(): Promise<Entity[]> {
    return z.array(Entity).parse(JSON.parse(await this.catalogText()));
  }

  /** How many entities there are. */
  async count(): Promise<number> {
    const path = '/api/catalog/entities/by-query?limit=0';
    const { text } = await this.getAsUser(path);
    return Counted.parse(JSON.parse(text)).totalItems;
  }

  /** Has the model card of an entity built; gives the events of that, as they were sent. */
  async buildCard(path: string): Promise<string> {
    const sync = `/api/techdocs/sync/${path}`;
    return (await this.getAsUser(sync, BUILD_MS)).text;
  }

  async cardPage(path: string): Promise<Answer> {
    return this.getAsUser(`/api/techdocs/static/docs/${path}/index.html`);
  }

  /** As a browser gets the page, which has the frontend's part of the configuration. */
  async page(): Promise<Answer> {
    return this.get('/');
  }

  private async getAsUser(path: string, timeoutMs = ANSWER_MS) {
    this.token = this.token ?? (await this.signIn());
    return this.get(path, { timeoutMs, token: this.token });
  }

  /** A guest's token. */
  async signIn(): Promise<string> {
    const { text } = await this.get('/api/auth/guest/refresh');
    return Identity.parse(JSON.parse(text)).backstageIdentity.token;
  }

  private async get(
    path: string,
    {
      timeoutMs = ANSWER_MS,
      token,
    }: { timeoutMs?: number; token?: string } = {},
  ): Promise<Answer> {
    const answer = await fetch(`${this.url}${path}`, {
      headers: {
        accept: path.includes('/sync/') ? 'text/event-stream' : '*/*',
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: answer.status, text: await answer.text() };
  }
}
