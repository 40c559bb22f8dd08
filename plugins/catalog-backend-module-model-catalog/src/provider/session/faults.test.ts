import { SyncHarness } from '../../__testUtils__/SyncHarness';
import {
  modelRecord,
  serverKey,
  serverRecord,
  snapshotOf,
} from '../../__testUtils__/records';

describe('following when something is wrong', () => {
  const world = [modelRecord('a'), serverRecord('s', ['a'])];
  const everything = [
    'api:default/s',
    'component:default/s',
    'resource:default/a',
  ];

  let harness: SyncHarness;

  beforeEach(async () => {
    harness = await SyncHarness.start();
    harness.server.serve(snapshotOf('1', world));
    await harness.poll();
  });

  afterEach(() => harness.stop());

  it.each<[string, { status?: number; type?: string; body: string }]>([
    ['an error', { status: 500, body: 'oops' }],
    ['not ready', { status: 503, body: '' }],
    ['unauthorised', { status: 401, body: '' }],
    ['a truncated line', { body: '{"type":"begin","schemaVer' }],
    [
      'another schema version',
      { body: JSON.stringify({ ...snapshotOf('2', []), schemaVersion: 2 }) },
    ],
    ['an empty object', { body: '{}' }],
    ['a page of HTML', { type: 'text/html', body: '<html></html>' }],
    ['not found', { status: 404, body: '' }],
  ])('changes nothing on %s', async (_, { status, type, body }) => {
    harness.server.answer(() => ({
      status,
      headers: { 'content-type': type ?? 'application/json' },
      body,
    }));
    await expect(harness.poll()).rejects.toThrow();
    expect(harness.catalog.refs()).toEqual(everything);
    expect(harness.catalog.mutations).toHaveLength(1);
  });

  it('holds the entities of a record that cannot be read, and goes on with the others', async () => {
    const bad = { ...world[1], state: 'on fire' };
    harness.server.serve(
      snapshotOf('2', [modelRecord('a', { title: 'New' }), bad]),
    );
    await harness.poll();
    expect(harness.catalog.refs()).toEqual(everything);
    expect(harness.catalog.get('resource:default/a')).toMatchObject({
      metadata: { title: 'New' },
    });
    expect(harness.logger.warn).toHaveBeenCalledWith(
      'A record cannot be read; what the catalog has of it stays as it is',
      expect.objectContaining({
        key: serverKey('s'),
        name: 's',
        field: 'state',
      }),
    );
  });

  it('removes what was decided, though the catalog failed and the next answer does not repeat it', async () => {
    harness.server.serve(snapshotOf('2', [...world, modelRecord('b')]));
    await harness.poll();
    const { key } = modelRecord('b');
    const states = { registry: 'failed' } as const;
    harness.server.serve({
      ...snapshotOf('3', world, states),
      removed: [key],
    });
    harness.catalog.failure = new Error('deadlock detected');
    await expect(harness.poll()).rejects.toThrow('deadlock detected');
    expect(harness.catalog.refs()).toContain('resource:default/b');
    const records = [modelRecord('a', { title: 'New' })];
    await harness.change('4', { records }, { since: '3', states });
    expect(harness.catalog.refs()).toEqual(everything);
  });

  it('keeps the relations to a held entity', async () => {
    harness.server.serve(
      snapshotOf('2', [{ ...world[0], model: 7 }, world[1]]),
    );
    await harness.poll();
    expect(harness.catalog.get('component:default/s').spec?.dependsOn).toEqual([
      'resource:default/a',
    ]);
  });

  it('removes nothing while a record without a key could be any', async () => {
    harness.server.serve(snapshotOf('2', [world[1], { kind: 'model' }]));
    await harness.poll();
    expect(harness.catalog.refs()).toEqual(everything);
  });

  it('holds an entity that the catalog would refuse', async () => {
    const api = { url: 'https://x', type: 'openapi', spec: '' } as const;
    const { server: described, ...record } = serverRecord('s', ['a']);
    harness.server.serve(
      snapshotOf('2', [
        world[0],
        { ...record, title: 'New', server: { ...described, API: api } },
      ]),
    );
    await harness.poll();
    expect(harness.catalog.get('component:default/s').metadata.title).toBe(
      'New',
    );
    expect(harness.catalog.get('api:default/s').spec?.definition).toBe(
      '{"openapi":"3.0.3"}',
    );
    expect(harness.logger.warn).toHaveBeenCalledWith(
      'Part of an entity is not taken over',
      expect.objectContaining({
        entity: 'api:default/s',
        reason: expect.stringContaining('/spec/definition'),
      }),
    );
  });

  it('says what is wrong once, not with every change', async () => {
    const bad = { ...world[1], state: 'on fire' };
    harness.server.serve(snapshotOf('2', [world[0], bad]));
    await harness.poll();
    harness.server.serve(snapshotOf('3', [world[0], bad]));
    await harness.poll();
    expect(harness.logger.warn).toHaveBeenCalledTimes(1);
  });

  it('does not take a service that had snapshots for an old one at once', async () => {
    harness.server.serveDocuments({});
    await expect(harness.poll()).rejects.toThrow('is not there');
    await expect(harness.poll()).rejects.toThrow('is not there');
    expect(await harness.poll()).toBe(30_000);
  });

  it('changes nothing while the catalog cannot tell what it holds', async () => {
    harness.restart();
    harness.server.serve(snapshotOf('2', []));
    const read = jest
      .spyOn(harness.catalog, 'locationsOf')
      .mockRejectedValueOnce(new Error('503 Service Unavailable'));
    await expect(harness.poll()).rejects.toThrow('503 Service Unavailable');
    expect(harness.catalog.refs()).toEqual(everything);
    read.mockRestore();
    await harness.poll();
    expect(harness.catalog.refs()).toEqual([]);
  });

  it('says which source is not read completely, and when it is again', async () => {
    const failed = snapshotOf('2', world, { kserve: 'failed' });
    harness.server.serve(failed);
    await harness.poll();
    harness.server.serve({ ...failed, revision: '3' });
    await harness.poll();
    harness.server.serve(snapshotOf('4', world));
    await harness.poll();
    expect(harness.logger.warn.mock.calls).toEqual([
      [
        'A source is not read completely; nothing of it leaves the catalog',
        { source: 'kserve', state: 'failed' },
      ],
    ]);
    expect(harness.logger.info).toHaveBeenCalledWith(
      'The state of a source changed',
      { source: 'kserve', state: 'complete' },
    );
  });
});
