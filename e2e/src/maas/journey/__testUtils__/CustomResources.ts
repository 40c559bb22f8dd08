import { z } from 'zod/v4';
import { within } from '../../../acceptance/system/within';
import {
  type KubernetesAccess,
  KubernetesClient,
} from '../../../realServers/KubernetesClient';

const objectSchema = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    generation: z.number().optional(),
    resourceVersion: z.string(),
    finalizers: z.array(z.string()).optional(),
  }),
  spec: z.record(z.string(), z.unknown()).optional(),
  status: z
    .looseObject({
      conditions: z
        .array(
          z.object({
            type: z.string(),
            status: z.string(),
            message: z.string().optional(),
          }),
        )
        .default([]),
    })
    .optional(),
});

export type Read = z.infer<typeof objectSchema>;

/** An object to create. */
export interface Desired {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

const GROUP = '/apis/capabilities.3scale.net/v1beta1';
const SECONDS = 20;

/** Reads and writes the objects of 3scale's operator in one namespace, as a person with a token does. */
export class CustomResources {
  private readonly client: KubernetesClient;

  constructor(access: KubernetesAccess, private readonly namespace: string) {
    this.client = new KubernetesClient(access);
  }

  async close(): Promise<void> {
    await this.client.close();
  }

  async createNamespace(): Promise<void> {
    await this.client.send({
      method: 'POST',
      path: '/api/v1/namespaces',
      body: { metadata: { name: this.namespace } },
    });
  }

  async create({ plural, ...object }: Desired): Promise<void> {
    const path = this.collection(plural);
    const answer = await this.client.send({
      method: 'POST',
      path,
      body: object,
    });
    if (answer.status !== 201) {
      throw new Error(`POST ${path}: ${JSON.stringify(answer.body)}`);
    }
  }

  async remove(plural: string, name: string): Promise<void> {
    const path = `${this.collection(plural)}/${name}`;
    await this.client.send({ method: 'DELETE', path });
  }

  async read(plural: string, name: string): Promise<Read | undefined> {
    const path = `${this.collection(plural)}/${name}`;
    const answer = await this.client.send({ path });
    return answer.status === 404 ? undefined : objectSchema.parse(answer.body);
  }

  /** Of the whole namespace. */
  async list(plural: string): Promise<Read[]> {
    const answer = await this.client.send({ path: this.collection(plural) });
    return z.object({ items: z.array(objectSchema) }).parse(answer.body).items;
  }

  /** Waits until a condition is true for the present generation. */
  async untilTrue(plural: string, name: string, type: string): Promise<Read> {
    return await within(SECONDS, async () => {
      const object = await this.read(plural, name);
      const condition = object?.status?.conditions.find(
        one => one.type === type,
      );
      if (!object || condition?.status !== 'True') {
        throw new Error(
          `${plural}/${name} is not ${type}: ${JSON.stringify(object?.status)}`,
        );
      }
      return object;
    });
  }

  async untilGone(plural: string, name: string): Promise<void> {
    await within(SECONDS, async () => {
      const object = await this.read(plural, name);
      if (object) {
        throw new Error(
          `${plural}/${name} is still there: ${JSON.stringify(object)}`,
        );
      }
    });
  }

  message(object: Read, type: string): string {
    return (
      object.status?.conditions.find(one => one.type === type)?.message ?? ''
    );
  }

  private collection(plural: string): string {
    const group = plural === 'secrets' ? '/api/v1' : GROUP;
    return `${group}/namespaces/${this.namespace}/${plural}`;
  }
}
