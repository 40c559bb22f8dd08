import type { AuthService } from '@backstage/backend-plugin-api';
import { ANNOTATION_LOCATION, type Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { StitchedReader } from './types';

const BATCH = 200;
const FIELDS = ['kind', 'metadata.annotations', 'status'];

/** Errors of processing are told as items of the entity's own status. */
function wasRefused({ status }: Entity & { status?: unknown }): boolean {
  const items =
    typeof status === 'object' && status !== null && 'items' in status
      ? status.items
      : undefined;
  return Array.isArray(items) && items.some(item => item?.level === 'error');
}

/** Asks the catalog's own API, with the plugin's own credentials. */
export class CatalogStitchedReader implements StitchedReader {
  constructor(
    private readonly catalog: Pick<CatalogService, 'getEntitiesByRefs'>,
    private readonly auth: Pick<AuthService, 'getOwnServiceCredentials'>,
  ) {}

  async stitched(
    refs: readonly string[],
    location: string,
  ): Promise<Set<string>> {
    const found = new Set<string>();
    for (let start = 0; start < refs.length; start += BATCH) {
      const entityRefs = refs.slice(start, start + BATCH);
      const credentials = await this.auth.getOwnServiceCredentials();
      const { items } = await this.catalog.getEntitiesByRefs(
        { entityRefs, fields: FIELDS },
        { credentials },
      );
      for (const [index, entity] of items.entries()) {
        const ref = entityRefs[index];
        const isOurs =
          entity?.metadata.annotations?.[ANNOTATION_LOCATION] === location;
        if (entity && ref !== undefined && isOurs && !wasRefused(entity)) {
          found.add(ref);
        }
      }
    }
    return found;
  }
}
