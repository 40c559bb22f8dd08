import { fetchJson, type HttpClient } from '@model-catalog/node';
import { z } from 'zod/v4';
import { registryPages } from '../registryPages';

/** A property of the registry, written by whoever; others than texts are kept as they are. */
const Property = z.looseObject({ string_value: z.string().optional() });

const Row = z.object({
  id: z.string(),
  name: z.string(),
  state: z.string().nullish(),
  customProperties: z.record(z.string(), Property).nullish(),
});
/** A RegisteredModel or a ModelVersion. */
export type Row = z.infer<typeof Row>;

/** The lists that hold what can be enriched. */
type List = 'registered_models' | 'model_versions';

/** Reads and changes the properties of one registry. All throw `HttpError`. */
export class RegistryWriter {
  constructor(
    private readonly http: HttpClient,
    private readonly baseUrl: string,
    private readonly signal: AbortSignal,
  ) {}

  modelNamed(name: string): Promise<Row | undefined> {
    return this.find('registered_models', name);
  }

  versionNamed(model: Row, name: string): Promise<Row | undefined> {
    return this.find(`registered_models/${model.id}/versions`, name);
  }

  /** Sets one property; all others are sent as they are now, since the map is replaced as a whole. */
  async setProperty(
    list: List,
    row: Row,
    { name, text }: { name: string; text: string },
  ): Promise<void> {
    const url = `${this.baseUrl}/${list}/${row.id}`;
    const now = await fetchJson(this.http, { url, signal: this.signal }, Row);
    const customProperties = {
      ...now.customProperties,
      [name]: { metadataType: 'MetadataStringValue', string_value: text },
    };
    await fetchJson(
      this.http,
      {
        method: 'PATCH',
        url,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ customProperties }),
        signal: this.signal,
      },
      Row,
    );
  }

  /** Filters are not known to every release, so pages are read until it is found. */
  private async find(path: string, name: string): Promise<Row | undefined> {
    const pages = registryPages(this.http, {
      url: `${this.baseUrl}/${path}`,
      row: Row,
      signal: this.signal,
    });
    for await (const rows of pages) {
      const found = rows.find(row => row.name === name);
      if (found) {
        return found;
      }
    }
    return undefined;
  }
}
