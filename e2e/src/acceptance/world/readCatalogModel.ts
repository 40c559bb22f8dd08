import { z } from 'zod/v4';

const page = z.object({
  items: z.array(
    z.object({
      name: z.string(),
      source_id: z.string().optional(),
      readme: z.string().nullish(),
    }),
  ),
});
const sources = z.object({ items: z.array(z.object({ id: z.string() })) });

/** A model of the catalog that has a card. */
export interface CatalogModel {
  readonly source: string;
  readonly name: string;
  readonly card: string;
}

/**
 * The catalog cannot be written through its API, so a scenario takes what is
 * there: the first model with a card.
 *
 * @throws Error when there is none
 */
export async function readCatalogModel(
  url: string,
  token?: string,
): Promise<CatalogModel> {
  const base = url.includes('/api/model_catalog/')
    ? url
    : `${url}/api/model_catalog/v1alpha1`;
  const get = async (path: string): Promise<unknown> => {
    const answer = await fetch(`${base}/${path}`, {
      headers: token ? { authorization: `Bearer ${token}` } : {},
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
    return await answer.json();
  };
  for (const { id } of sources.parse(await get('sources')).items) {
    const query = new URLSearchParams({ source: id, pageSize: '100' });
    const { items } = page.parse(await get(`models?${query}`));
    const found = items.find(({ readme }) => readme?.trim());
    if (found?.readme) {
      return { source: id, name: found.name, card: found.readme };
    }
  }
  throw new Error(`The model catalog at ${url} has no model with a readme`);
}
