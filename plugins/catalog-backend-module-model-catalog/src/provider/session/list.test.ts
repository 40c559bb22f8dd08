import type { ModelCatalog } from '@model-catalog/common';
import { SyncHarness } from '../../__testUtils__/SyncHarness';
import { modelRecord, snapshotOf } from '../../__testUtils__/records';

const MINUTE = 60_000;

const DESCRIBED = {
  owner: 'team-a',
  lifecycle: 'development',
  description: 'd',
};

const model = (name: string): ModelCatalog => ({
  models: [{ name, ...DESCRIBED }],
});

const deployed = (name: string, server: string): ModelCatalog => ({
  ...model(name),
  modelServer: {
    name: server,
    ...DESCRIBED,
    API: { url: 'https://s', type: 'openapi', spec: 'TBD' },
  },
});

/** Documents of so many models, by path. */
const documents = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [
      `/m${i}/1/x.json`,
      model(`m${i}`),
    ]),
  );

describe('following an old location service, which has only /list', () => {
  let harness: SyncHarness;

  beforeEach(async () => {
    harness = await SyncHarness.start();
  });

  afterEach(() => harness.stop());

  it('reads each document, at the interval of the schedule', async () => {
    harness.server.serveDocuments({
      '/granite/1/x.json': deployed('granite-1', 'granite'),
      '/llama/1/x.json': model('llama-1'),
    });
    expect(await harness.poll()).toBe(30_000);
    expect(harness.catalog.refs()).toEqual([
      'api:default/granite',
      'component:default/granite',
      'resource:default/granite-1',
      'resource:default/llama-1',
    ]);
    expect(harness.logger.info).toHaveBeenCalledWith(
      `Discovering ResourceEntities from Model Server ${harness.server.url}`,
    );
  });

  it('changes nothing when nothing changed, whatever the order of the list', async () => {
    const a = deployed('granite-1', 'one');
    const b = deployed('granite-1', 'two');
    harness.server.serveDocuments({ '/a/1/x.json': a, '/b/1/x.json': b });
    await harness.poll();
    harness.server.serveDocuments({ '/b/1/x.json': b, '/a/1/x.json': a });
    await harness.poll();
    expect(harness.sizes()).toEqual([[5, 0]]);
  });

  it('relates a model that several documents repeat to each of its servers', async () => {
    harness.server.serveDocuments({
      '/a/1/x.json': deployed('granite-1', 'one'),
      '/b/1/x.json': deployed('granite-1', 'two'),
    });
    await harness.poll();
    expect(
      harness.catalog.get('resource:default/granite-1').spec?.dependencyOf,
    ).toEqual(['component:default/one', 'component:default/two']);
  });

  it('removes what is absent from two lists in a row', async () => {
    harness.server.serveDocuments(documents(3));
    await harness.poll();
    harness.server.serveDocuments(documents(2));
    await harness.poll();
    expect(harness.catalog.refs()).toHaveLength(3);
    await harness.poll();
    expect(harness.catalog.refs()).toHaveLength(2);
  });

  it.each([
    ['none at all', 3, 0],
    ['half of them', 4, 2],
    ['less than half of them', 5, 1],
  ])(
    'believes a list with %s only once it has stood for ten minutes',
    async (_, before, after) => {
      harness.server.serveDocuments(documents(before));
      await harness.poll();
      harness.server.serveDocuments(documents(after));
      for (const minutes of [0, 5, 9.9]) {
        harness.time = minutes * MINUTE;
        await harness.poll();
        expect(harness.catalog.refs()).toHaveLength(before);
      }
      harness.time = 10 * MINUTE;
      await harness.poll();
      expect(harness.catalog.refs()).toHaveLength(after);
      expect(harness.logger.warn.mock.calls).toEqual([
        [expect.stringContaining('ten minutes'), { absent: before - after }],
      ]);
    },
  );

  it('begins to wait anew when the list was full in between', async () => {
    for (const [minutes, count] of [
      [0, 3],
      [1, 0],
      [8, 3],
      [9, 0],
      [12, 0],
      [18.9, 0],
    ] as const) {
      harness.time = minutes * MINUTE;
      harness.server.serveDocuments(documents(count));
      await harness.poll();
      expect(harness.catalog.refs()).toHaveLength(3);
    }
  });

  it('counts anew when it was listed in between', async () => {
    const listed = { '/a/1/x.json': model('a') };
    for (const list of [listed, {}, listed, {}]) {
      harness.server.serveDocuments(list);
      await harness.poll();
    }
    expect(harness.catalog.refs()).toEqual(['resource:default/a']);
  });

  it('holds what the document that fails is about, and follows the others', async () => {
    harness.server.serveDocuments({
      '/a/1/x.json': model('a'),
      '/b/1/x.json': model('b'),
    });
    await harness.poll();
    for (const broken of ['<html>', '{}', '{"models":[{"name":1}]}']) {
      harness.server.serveDocuments({
        '/a/1/x.json': broken,
        '/c/1/x.json': model('c'),
      });
      await harness.poll();
    }
    expect(harness.catalog.refs()).toEqual([
      'resource:default/a',
      'resource:default/c',
    ]);
    expect(harness.logger.warn).toHaveBeenCalledWith(
      'A document cannot be read; what the catalog has of it stays as it is',
      expect.objectContaining({ uri: '/a/1/x.json' }),
    );
  });

  it.each<[string, { [key: string]: string }]>([
    ['the earlier connector', {}],
    [
      'snapshots',
      {
        'rhdh.modelcatalog.io/source': 'registry',
        'rhdh.modelcatalog.io/source-key': 'version/registry/a/1',
      },
    ],
  ])(
    'holds an entity of %s while it may be what the failing document is about',
    async (_, annotations) => {
      harness.catalog.entities.set('resource:default/a-1', {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Resource',
        metadata: { namespace: 'default', name: 'a-1', annotations },
      });
      const rest = { '/b/1/x.json': model('b-1') };
      harness.server.serveDocuments({ '/a/1/x.json': '<html>', ...rest });
      await harness.poll();
      await harness.poll();
      await harness.poll();
      expect(harness.catalog.refs()).toContain('resource:default/a-1');
      harness.server.serveDocuments(rest);
      await harness.poll();
      harness.time = 11 * MINUTE;
      await harness.poll();
      expect(harness.catalog.refs()).toEqual(['resource:default/b-1']);
    },
  );

  it('holds an entity from a list while it may be the bad record of a snapshot', async () => {
    harness.server.serveDocuments({ '/a/1/x.json': model('a-1') });
    await harness.poll();
    const bad = { ...modelRecord('a-1'), ownerRef: 7 };
    harness.server.serve(snapshotOf('1', [modelRecord('b-1'), bad]));
    await harness.poll();
    expect(harness.catalog.refs()).toEqual([
      'resource:default/a-1',
      'resource:default/b-1',
    ]);
    harness.server.serve(snapshotOf('2', [modelRecord('b-1')]));
    await harness.poll();
    expect(harness.catalog.refs()).toEqual(['resource:default/b-1']);
  });

  it('touches nothing of what is held, though another document repeats it', async () => {
    harness.server.serveDocuments({
      '/a/1/x.json': deployed('granite-1', 'one'),
      '/b/1/x.json': deployed('granite-1', 'two'),
    });
    await harness.poll();
    harness.server.serveDocuments({
      '/a/1/x.json': '<html>',
      '/b/1/x.json': deployed('granite-1', 'two'),
    });
    await harness.poll();
    expect(harness.sizes()).toEqual([[5, 0]]);
  });

  it.each(['//evil.example.com/x', '@evil.example.com/x', '/a/../../x', 'x'])(
    'does not follow a list that points elsewhere: %s',
    async uri => {
      harness.server.answer(({ url }) =>
        url === '/list' ? { body: JSON.stringify({ uris: [uri] }) } : undefined,
      );
      await harness.poll();
      expect(harness.server.requests.map(({ url }) => url)).toEqual([
        '/api/v1/changes?wait=25',
        '/list',
      ]);
    },
  );

  it('changes nothing when the list fails', async () => {
    harness.server.serveDocuments(documents(2));
    await harness.poll();
    harness.server.answer(() => ({ body: '<html>' }));
    await expect(harness.poll()).rejects.toThrow('no JSON');
    expect(harness.catalog.refs()).toHaveLength(2);
  });

  it('refuses to remove more than the share, and names the option', async () => {
    harness.server.serveDocuments(documents(8));
    await harness.poll();
    harness.server.serveDocuments(documents(3));
    await harness.poll();
    await harness.poll();
    await harness.poll();
    expect(harness.catalog.refs()).toHaveLength(8);
    expect(harness.logger.warn).toHaveBeenCalledTimes(2);
    expect(harness.logger.warn).toHaveBeenLastCalledWith(
      expect.stringContaining('Removals are refused'),
      {
        removals: 5,
        option:
          'catalog.providers.modelCatalog.test.removalGuard.maxSharePercent',
      },
    );
  });

  it('removes fewer than five whatever their share, once that has stood', async () => {
    harness.server.serveDocuments(documents(5));
    await harness.poll();
    harness.server.serveDocuments(documents(1));
    await harness.poll();
    harness.time = 10 * MINUTE;
    await harness.poll();
    expect(harness.catalog.refs()).toHaveLength(1);
  });

  it('gives way to what tells of changes as soon as the service has them', async () => {
    harness.server.serveDocuments({ '/old/1/x.json': model('old-1') });
    await harness.poll();
    harness.server.serve(snapshotOf('1', [modelRecord('new-1')]));
    expect(await harness.poll()).toBe(250);
    expect(harness.catalog.refs()).toEqual(['resource:default/new-1']);
  });
});
