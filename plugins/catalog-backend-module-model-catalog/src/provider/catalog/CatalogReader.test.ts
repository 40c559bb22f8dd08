import {
  catalogServiceMock,
  type CatalogServiceMock,
} from '@backstage/plugin-catalog-node/testUtils';
import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { CatalogReader } from './CatalogReader';

const OURS = 'ModelCatalogResourceEntityProvider:test';

const entity = (
  name: string,
  annotations: Entity['metadata']['annotations'],
) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: { name, namespace: 'default', annotations },
});
const ours = (name: string, more = {}) =>
  entity(name, { 'backstage.io/managed-by-location': OURS, ...more });

function read(entities: Entity[]) {
  const catalog: CatalogServiceMock = catalogServiceMock({ entities });
  return new CatalogReader(catalog, mockServices.auth()).heldBy(OURS);
}

describe('CatalogReader', () => {
  it('tells which entities are ours, and from which source', async () => {
    const known = await read([
      ours('Granite', {
        'rhdh.modelcatalog.io/source': 'registry',
        'rhdh.modelcatalog.io/source-key': 'version/r/granite/1',
      }),
      ours('of-the-earlier-connector'),
      entity('of-another-provider', {
        'backstage.io/managed-by-location': `${OURS}-2`,
        'rhdh.modelcatalog.io/source': 'registry',
      }),
      // The catalog's filters do not tell case apart; the ids of entries do.
      entity('of-an-entry-in-other-letters', {
        'backstage.io/managed-by-location': OURS.replace('test', 'Test'),
      }),
    ]);
    expect([...known]).toEqual([
      [
        'resource:default/granite',
        { key: 'version/r/granite/1', source: 'registry' },
      ],
      [
        'resource:default/of-the-earlier-connector',
        { key: undefined, source: undefined },
      ],
    ]);
  });

  it('reads all pages', async () => {
    const entities = Array.from({ length: 1201 }, (_, i) => ours(`m${i}`));
    expect((await read(entities)).size).toBe(1201);
  });

  it('tells who manages entities, of those that there are', async () => {
    const catalog = catalogServiceMock({
      entities: [
        ours('a'),
        entity('b', { 'backstage.io/managed-by-location': 'url:elsewhere' }),
        entity('c', undefined),
      ],
    });
    const reader = new CatalogReader(catalog, mockServices.auth());
    const refs = ['a', 'b', 'c', 'none'].map(
      name => `resource:default/${name}`,
    );
    expect([...(await reader.locationsOf(refs))]).toEqual([
      ['resource:default/a', OURS],
      ['resource:default/b', 'url:elsewhere'],
      ['resource:default/c', ''],
    ]);
  });
});
