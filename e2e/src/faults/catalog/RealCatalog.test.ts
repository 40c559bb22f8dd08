import type { Entity } from '@backstage/catalog-model';
import createKnex, { type Knex } from 'knex';
import { RealCatalog } from './RealCatalog';

jest.setTimeout(60_000);

const LOCATION = 'url:http://here';
const entityOf = (name: string, title?: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name,
    title,
    annotations: {
      'backstage.io/managed-by-location': LOCATION,
      'backstage.io/managed-by-origin-location': LOCATION,
    },
  },
  spec: { type: 'model-server', lifecycle: 'production', owner: 'me' },
});

const added = (...entities: Entity[]) => ({
  type: 'delta' as const,
  added: entities.map(entity => ({ entity, locationKey: 'k' })),
  removed: [],
});

describe('the real catalog of a walk', () => {
  let database: Knex;
  let catalog: RealCatalog;

  beforeEach(async () => {
    database = createKnex({
      client: 'better-sqlite3',
      connection: ':memory:',
      useNullAsDefault: true,
    });
    catalog = await RealCatalog.open(database);
  });
  afterEach(() => database.destroy());

  const titles = async () =>
    (await catalog.look()).changed.map(({ metadata }) => [
      metadata.name,
      metadata.title,
    ]);

  it('shows what a provider sent once it is processed and stitched, and what changed', async () => {
    const provider = await catalog.connect('one');
    await provider.applyMutation(added(entityOf('a'), entityOf('b')));
    expect((await titles()).sort()).toEqual([
      ['a', undefined],
      ['b', undefined],
    ]);
    await provider.applyMutation(added(entityOf('a', 'A')));
    expect(await titles()).toEqual([['a', 'A']]);
    expect(await titles()).toEqual([]);
  });

  it('shows what is gone, removed by its provider or by hand', async () => {
    const provider = await catalog.connect('one');
    await provider.applyMutation(added(entityOf('a'), entityOf('b')));
    await catalog.look();
    await provider.applyMutation({
      type: 'delta',
      added: [],
      removed: [{ entityRef: 'component:default/a', locationKey: 'k' }],
    });
    expect(await catalog.look()).toEqual({
      changed: [],
      gone: ['component:default/a'],
    });
    await catalog.unregister('component:default/b');
    expect((await catalog.look()).gone).toEqual(['component:default/b']);
  });

  it('refuses what Backstage refuses', async () => {
    const provider = await catalog.connect('one');
    await provider.applyMutation(added(entityOf('no/name')));
    expect(await titles()).toEqual([]);
  });
});
