import type { AuthService } from '@backstage/backend-plugin-api';
import {
  ANNOTATION_LOCATION,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { SOURCE, SOURCE_KEY } from '@model-catalog/common';
import type { Known } from './known';

const PAGE_SIZE = 500;
const FIELDS = [
  'kind',
  'metadata.name',
  'metadata.namespace',
  'metadata.annotations',
];

/** Tells what the catalog holds of ours. */
export interface KnownReader {
  read(location: string): Promise<Map<string, Known>>;
}

/** Asks the catalog's own API, with the plugin's own credentials, page by page. */
export class CatalogReader implements KnownReader {
  constructor(
    private readonly catalog: Pick<CatalogService, 'queryEntities'>,
    private readonly auth: Pick<AuthService, 'getOwnServiceCredentials'>,
  ) {}

  async read(location: string): Promise<Map<string, Known>> {
    const known = new Map<string, Known>();
    let cursor: string | undefined;
    do {
      const credentials = await this.auth.getOwnServiceCredentials();
      const query = cursor
        ? { cursor }
        : {
            filter: {
              [`metadata.annotations.${ANNOTATION_LOCATION}`]: location,
            },
          };
      const { items, pageInfo } = await this.catalog.queryEntities(
        { ...query, fields: FIELDS, limit: PAGE_SIZE },
        { credentials },
      );
      for (const entity of items) {
        const annotations = entity.metadata.annotations ?? {};
        // The filter does not tell case apart, so it finds other entries' too.
        if (annotations[ANNOTATION_LOCATION] !== location) {
          continue;
        }
        known.set(stringifyEntityRef(entity), {
          key: annotations[SOURCE_KEY],
          source: annotations[SOURCE],
        });
      }
      cursor = pageInfo.nextCursor;
    } while (cursor);
    return known;
  }
}
