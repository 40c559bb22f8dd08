import type { AuthService } from '@backstage/backend-plugin-api';
import {
  ANNOTATION_LOCATION,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { SOURCE, SOURCE_KEY } from '@model-catalog/common';
import { CatalogStitchedReader, type StitchedReader } from '../../shape';
import type { Known } from '../books/types';

const PAGE_SIZE = 500;
const FIELDS = [
  'kind',
  'metadata.name',
  'metadata.namespace',
  'metadata.annotations',
];

/** Tells what the catalog holds. What it has not processed yet it does not tell. */
export interface CatalogView {
  /** What says of itself that it is managed by a location. */
  heldBy(location: string): Promise<Map<string, Known>>;
  /** Which of the entities there are, and who manages each; empty when it does not say. */
  locationsOf(refs: readonly string[]): Promise<Map<string, string>>;
}

const annotationsOf = ({ metadata }: Entity) => metadata.annotations ?? {};

/** Asks the catalog's own API, with the plugin's own credentials, page by page. */
export class CatalogReader implements CatalogView, StitchedReader {
  private readonly stitchedReader: StitchedReader;

  constructor(
    private readonly catalog: Pick<
      CatalogService,
      'queryEntities' | 'getEntitiesByRefs'
    >,
    private readonly auth: Pick<AuthService, 'getOwnServiceCredentials'>,
  ) {
    this.stitchedReader = new CatalogStitchedReader(catalog, auth);
  }

  stitched(refs: readonly string[], location: string): Promise<Set<string>> {
    return this.stitchedReader.stitched(refs, location);
  }

  async heldBy(location: string): Promise<Map<string, Known>> {
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
        const annotations = annotationsOf(entity);
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

  async locationsOf(refs: readonly string[]): Promise<Map<string, string>> {
    const locations = new Map<string, string>();
    for (let start = 0; start < refs.length; start += PAGE_SIZE) {
      const credentials = await this.auth.getOwnServiceCredentials();
      const entityRefs = refs.slice(start, start + PAGE_SIZE);
      const { items } = await this.catalog.getEntitiesByRefs(
        { entityRefs, fields: FIELDS },
        { credentials },
      );
      for (const entity of items) {
        if (entity) {
          const location = annotationsOf(entity)[ANNOTATION_LOCATION] ?? '';
          locations.set(stringifyEntityRef(entity), location);
        }
      }
    }
    return locations;
  }
}
