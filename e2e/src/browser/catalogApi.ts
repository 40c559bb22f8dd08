import { z } from 'zod/v4';

const Entity = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    annotations: z.record(z.string(), z.string()).default({}),
    links: z
      .array(z.object({ url: z.string(), title: z.string().optional() }))
      .default([]),
  }),
  spec: z.looseObject({ type: z.string().optional() }),
});

/** An entity of ours as the catalog's API answers it. */
export type Entity = z.infer<typeof Entity>;

const Identity = z.object({
  backstageIdentity: z.object({ token: z.string() }),
});

/** The Components, APIs and Resources in the catalog behind a page. */
export async function entitiesBehind(pageUrl: string): Promise<Entity[]> {
  const signIn = await fetch(`${pageUrl}/api/auth/guest/refresh`);
  const { backstageIdentity } = Identity.parse(await signIn.json());
  const query = 'filter=kind=component&filter=kind=api&filter=kind=resource';
  const answer = await fetch(`${pageUrl}/api/catalog/entities?${query}`, {
    headers: { authorization: `Bearer ${backstageIdentity.token}` },
  });
  return z.array(Entity).parse(await answer.json());
}

/** The page of an entity. */
export const pageOf = ({ kind, metadata }: Entity) =>
  `/catalog/default/${kind.toLowerCase()}/${metadata.name}`;
