import { NDJSON } from '@model-catalog/common';
import {
  modelRecord,
  serverRecord,
  snapshotOf,
} from '../../__testUtils__/records';
import { SyncHarness } from '../../__testUtils__/SyncHarness';

// Servers, and Backstage's validators, on a machine that others use too.
jest.setTimeout(30_000);

const DIGEST = 'd'.repeat(64);

/** A server whose definition is named by its digest, as it comes over the wire. */
function withDigest(name: string, digest = DIGEST) {
  const record = serverRecord(name);
  const { API: api } = record.server;
  return {
    ...record,
    definition: { digest, origin: 'server' as const },
    server: {
      ...record.server,
      API: api && { ...api, spec: `blob:${digest}` },
    },
  };
}

describe('following what changed since a revision', () => {
  const granite = modelRecord('granite');
  const deployed = serverRecord('demo-granite', ['granite']);
  let harness: SyncHarness;

  beforeEach(async () => {
    harness = await SyncHarness.start();
    harness.server.serve(
      snapshotOf('1', [granite, deployed, modelRecord('other')]),
    );
    await harness.poll();
    harness.catalog.mutations.length = 0;
  });

  afterEach(() => harness.stop());

  const sentNames = () =>
    harness.catalog.mutations.flatMap(mutation =>
      mutation.type === 'delta'
        ? mutation.added.map(
            ({ entity }) => `${entity.kind} ${entity.metadata.name}`,
          )
        : [],
    );

  it('sends what changed, and nothing else', async () => {
    const read = jest.spyOn(harness.catalog, 'locationsOf');
    await harness.change('2', {
      records: [{ ...granite, title: 'Granite' }],
    });
    expect(sentNames()).toEqual(['Resource granite']);
    expect(read).not.toHaveBeenCalled();
    expect(harness.catalog.get('resource:default/granite')).toMatchObject({
      metadata: { title: 'Granite' },
      spec: { dependencyOf: ['component:default/demo-granite'] },
    });
  });

  it('adds both sides of a relation', async () => {
    await harness.change('2', { records: [serverRecord('new', ['other'])] });
    expect(sentNames().sort()).toEqual([
      'API new',
      'Component new',
      'Resource other',
    ]);
    expect(harness.catalog.get('resource:default/other').spec).toMatchObject({
      dependencyOf: ['component:default/new'],
    });
  });

  it('removes what is gone, whatever its source says, and relations to it', async () => {
    await harness.change(
      '2',
      { gone: [granite.key] },
      { states: { registry: 'failed' } },
    );
    expect(harness.catalog.refs()).not.toContain('resource:default/granite');
    expect(
      harness.catalog.get('component:default/demo-granite').spec?.dependsOn,
    ).toEqual([]);
  });

  it('removes the API of a server that has none any more', async () => {
    const { API: _, ...server } = deployed.server;
    await harness.change('2', { records: [{ ...deployed, server }] });
    expect(harness.catalog.refs()).toEqual([
      'component:default/demo-granite',
      'resource:default/granite',
      'resource:default/other',
    ]);
  });

  it('renames an entity', async () => {
    await harness.change('2', { records: [{ ...granite, name: 'granite-2' }] });
    expect(harness.catalog.refs()).not.toContain('resource:default/granite');
    expect(
      harness.catalog.get('component:default/demo-granite').spec?.dependsOn,
    ).toEqual(['resource:default/granite-2']);
  });

  it('takes a record that replaces another of the same name as the same entity', async () => {
    const again = { ...granite, key: 'version/elsewhere/granite/1' };
    await harness.change('2', { records: [again], gone: [granite.key] });
    expect(
      harness.catalog.get('resource:default/granite').metadata.annotations,
    ).toMatchObject({ 'rhdh.modelcatalog.io/source-key': again.key });
    expect(harness.sizes().flat()).not.toContain(-1);
    expect(harness.catalog.mutations.every(m => m.type === 'delta')).toBe(true);
    expect(harness.sizes().map(([, removed]) => removed)).toEqual([0]);
  });

  it('leaves out the later of two records with one name, until the first is gone', async () => {
    const rival = { ...granite, key: 'version/z/granite/1', title: 'Rival' };
    await harness.change('2', { records: [rival] });
    expect(sentNames()).toEqual([]);
    expect(harness.logger.warn).toHaveBeenCalledWith(
      'Part of an entity is not taken over',
      expect.objectContaining({ field: 'metadata.name' }),
    );
    await harness.change('3', { gone: [granite.key] }, { since: '2' });
    expect(harness.catalog.get('resource:default/granite').metadata.title).toBe(
      'Rival',
    );
  });

  it('holds a bad record, and forgets that when it is good again', async () => {
    const bad = { ...deployed, state: 'on fire', title: 'New' };
    await harness.change('2', { records: [bad] });
    expect(sentNames()).toEqual([]);
    await harness.change(
      '3',
      { records: [{ ...deployed, title: 'New' }] },
      { since: '2' },
    );
    expect(
      harness.catalog.get('component:default/demo-granite').metadata.title,
    ).toBe('New');
    expect(harness.logger.warn).toHaveBeenCalledTimes(1);
  });

  it('removes what it held once its source is complete again', async () => {
    harness.server.serve(
      snapshotOf('2', [deployed, modelRecord('other')], { registry: 'failed' }),
    );
    await harness.poll();
    expect(harness.catalog.refs()).toContain('resource:default/granite');
    await harness.change('2b', {}, { since: '2' });
    expect(harness.catalog.refs()).not.toContain('resource:default/granite');
  });

  it('reads everything when a service does not remember the revision', async () => {
    harness.server.serve(snapshotOf('9', [granite]));
    await harness.poll();
    expect(harness.catalog.refs()).toEqual(['resource:default/granite']);
  });

  describe('with definitions that travel beside', () => {
    /** Serves records and the texts of these digests. */
    function serve(revision: string, records: object[], texts: object) {
      harness.server.serve(snapshotOf(revision, records));
      const handler = harness.server.handler;
      harness.server.answer(request => {
        if (!request.url?.startsWith('/api/v1/texts')) {
          return handler(request);
        }
        const asked = new URL(request.url, harness.server.url).searchParams;
        const known = new Map<string, string>(Object.entries(texts));
        const lines = asked.getAll('digest').flatMap(digest => {
          const text = known.get(digest);
          return text === undefined ? [] : [JSON.stringify({ digest, text })];
        });
        return {
          headers: { 'content-type': NDJSON },
          body: lines.join('\n'),
        };
      });
    }
    const textRequests = () =>
      harness.server.requests.filter(({ url }) => url.includes('/texts'));
    const definitionOf = (name: string) =>
      harness.catalog.get(`api:default/${name}`).spec?.definition;

    it('reads each text once, for all entities that have it', async () => {
      serve('2', [withDigest('a'), withDigest('b')], {
        [DIGEST]: 'openapi: 3',
      });
      await harness.poll();
      expect([definitionOf('a'), definitionOf('b')]).toEqual([
        'openapi: 3',
        'openapi: 3',
      ]);
      expect(textRequests()).toHaveLength(1);
    });

    it('reads no text of an entity that is as it was', async () => {
      serve('2', [withDigest('a')], { [DIGEST]: 'openapi: 3' });
      await harness.poll();
      harness.restart();
      await harness.poll();
      expect(textRequests()).toHaveLength(1);
      expect(harness.sizes()).toHaveLength(2);
    });

    it('keeps the definition there was while a text is not there, and tries again', async () => {
      serve('2', [withDigest('a')], { [DIGEST]: 'openapi: 3' });
      await harness.poll();
      const next = 'e'.repeat(64);
      serve('3', [withDigest('a', next), withDigest('b', next)], {});
      await harness.poll();
      expect(definitionOf('a')).toBe('openapi: 3');
      expect(harness.catalog.refs()).not.toContain('api:default/b');
      expect(harness.logger.warn).toHaveBeenCalledWith(
        'Part of an entity is not taken over',
        expect.objectContaining({
          entity: 'api:default/b',
          reason: expect.stringContaining('does not have its API definition'),
        }),
      );
      serve('3', [], { [next]: 'openapi: 4' });
      await harness.poll();
      expect([definitionOf('a'), definitionOf('b')]).toEqual([
        'openapi: 4',
        'openapi: 4',
      ]);
    });

    it('does not send an entity that is too large, and says so', async () => {
      serve('2', [withDigest('a')], { [DIGEST]: 'x'.repeat(9_000_000) });
      await harness.poll();
      expect(harness.catalog.refs()).toEqual(['component:default/a']);
      expect(harness.logger.warn).toHaveBeenCalledWith(
        'Part of an entity is not taken over',
        expect.objectContaining({
          reason: expect.stringMatching(/at most 8388608 .* `API Spec`/),
        }),
      );
    });

    it('puts no more than 32 MiB into one delta', async () => {
      const digests = Array.from({ length: 6 }, (_, i) => String(i).repeat(64));
      const texts = digests.map(one => [one, one[0]?.repeat(7_000_000)]);
      serve(
        '2',
        digests.map((one, i) => withDigest(`s${i}`, one)),
        Object.fromEntries(texts),
      );
      await harness.poll();
      const sizes = harness.catalog.mutations.map(
        mutation => JSON.stringify(mutation).length,
      );
      expect(Math.max(...sizes)).toBeLessThan(36_000_000);
      expect(harness.catalog.refs()).toHaveLength(12);
    });
  });
});
