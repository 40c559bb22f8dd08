import { setTimeout as sleep } from 'node:timers/promises';
import type { Entity } from '@backstage/catalog-model';
import type { EntityProvider } from '@backstage/plugin-catalog-node';
import { z } from 'zod/v4';

const NAME = 'ModelCatalogResourceEntityProvider:existing';
const EVERY_MS = 30_000;

const List = z.object({ uris: z.array(z.string()).nullable() });
const Texts = z.record(z.string(), z.string());
const Model = z.object({
  name: z.string(),
  description: z.string().optional(),
  owner: z.string(),
  tags: z.array(z.string()).optional(),
  artifactLocationURL: z.string().optional(),
  annotations: Texts.optional(),
});
const Document = z.object({
  models: z.array(Model),
  modelServer: z
    .object({
      name: z.string(),
      description: z.string().optional(),
      owner: z.string(),
      lifecycle: z.string(),
      tags: z.array(z.string()).optional(),
      annotations: Texts.optional(),
      API: z
        .object({
          url: z.string(),
          type: z.string(),
          spec: z.string(),
          annotations: Texts.optional(),
        })
        .optional(),
    })
    .optional(),
});
type Document = z.infer<typeof Document>;

const base = {
  apiVersion: 'backstage.io/v1beta1',
} as const;
const metadataOf = (
  name: string,
  annotations: Record<string, string> = {},
) => ({
  name: name.replace(/\s/g, ''),
  annotations: {
    ...annotations,
    'backstage.io/managed-by-location': NAME,
    'backstage.io/managed-by-origin-location': NAME,
  },
});

function modelsOf({ models, modelServer }: Document): Entity[] {
  return models.map(model => ({
    ...base,
    kind: 'Resource',
    metadata: {
      ...metadataOf(model.name, model.annotations),
      description: model.description,
      links: model.artifactLocationURL
        ? [{ title: 'Artifact Location', url: model.artifactLocationURL }]
        : [],
    },
    spec: {
      type: 'ai-model',
      owner: `user:${model.owner}`,
      dependencyOf: modelServer ? [`component:${modelServer.name}`] : [],
    },
  }));
}

function serverOf({ models, modelServer }: Document): Entity[] {
  if (!modelServer) {
    return [];
  }
  const { name, owner, lifecycle, API, annotations, description } = modelServer;
  const component = {
    ...base,
    kind: 'Component',
    metadata: {
      ...metadataOf(name, { ...API?.annotations, ...annotations }),
      description,
      links: API ? [{ title: 'API', url: API.url }] : [],
    },
    spec: {
      type: 'model-server',
      owner: `user:${owner}`,
      lifecycle,
      dependsOn: models.map(model => `resource:${model.name}`),
      ...(API && { providesApis: [name] }),
    },
  };
  const api = API && {
    ...base,
    kind: 'API',
    metadata: metadataOf(name),
    spec: {
      type: API.type,
      owner: `user:${owner}`,
      lifecycle,
      definition: API.spec,
    },
  };
  return api ? [component, api] : [component];
}

async function get<T>(url: string, schema: z.ZodType<T>): Promise<T> {
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(response.statusText);
  }
  return schema.parse(await response.json());
}

/**
 * Does what the existing connector's provider does: the list, one request per
 * model, all at once, and one full mutation, every 30 seconds. The first run
 * that fails changes nothing, as there.
 */
export function existingProvider(baseUrl: string): EntityProvider {
  return {
    getProviderName: () => NAME,
    connect: async connection => {
      const run = async () => {
        const { uris } = await get(`${baseUrl}/list`, List);
        const documents = await Promise.all(
          (uris ?? []).map(uri => get(`${baseUrl}${uri}`, Document)),
        );
        await connection.applyMutation({
          type: 'full',
          entities: documents
            .flatMap(document => [...modelsOf(document), ...serverOf(document)])
            .map(entity => ({ entity, locationKey: NAME })),
        });
      };
      const loop = async () => {
        for (;;) {
          const started = Date.now();
          await run().catch((error: Error) =>
            process.stderr.write(`existing provider: ${error.message}\n`),
          );
          await sleep(Math.max(0, EVERY_MS - (Date.now() - started)));
        }
      };
      void loop();
    },
  };
}
