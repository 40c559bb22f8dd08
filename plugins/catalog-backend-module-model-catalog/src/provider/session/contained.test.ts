import {
  modelRecord,
  serverRecord,
  snapshotOf,
} from '../../__testUtils__/records';
import { SyncHarness } from '../../__testUtils__/SyncHarness';

// Servers, and Backstage's validators, on a machine that others use too.
jest.setTimeout(30_000);

const GRANITE = 'resource:default/granite';
const SERVER = 'component:default/demo-granite';

/** A model with a title, whose documentation is at an address that the hub is asked about. */
function documented(title: string) {
  const record = modelRecord('granite');
  const annotations = { TechDocs: 'https://docs.example.com/granite' };
  return { ...record, title, model: { ...record.model, annotations } };
}

describe('a record at which making an entity fails, for a reason that nobody foresaw', () => {
  let harness: SyncHarness;
  let isBroken: boolean;

  beforeEach(async () => {
    isBroken = false;
    harness = await SyncHarness.start();
    harness.hubReads = () => {
      if (isBroken) {
        throw new Error('nobody thought of this');
      }
      return true;
    };
  });
  afterEach(() => harness.stop());

  const serve = (revision: string, title: string) =>
    harness.server.serve(
      snapshotOf(revision, [
        documented(title),
        { ...modelRecord('other'), title },
        serverRecord('demo-granite', ['granite']),
      ]),
    );
  const titleOf = (name: string) =>
    harness.catalog.get(`resource:default/${name}`).metadata.title;

  it('stays as it is, is named, and all others go on', async () => {
    serve('1', 'First');
    await harness.poll();
    isBroken = true;
    serve('2', 'Second');
    await harness.poll();

    expect(titleOf('other')).toBe('Second');
    expect(titleOf('granite')).toBe('First');
    expect(harness.catalog.get(SERVER).spec).toMatchObject({
      dependsOn: [GRANITE],
    });
    expect(harness.logger.warn).toHaveBeenCalledWith(
      expect.any(String),
      expect.objectContaining({
        entity: GRANITE,
        reason: expect.stringContaining('nobody thought of this'),
      }),
    );

    isBroken = false;
    serve('3', 'Third');
    await harness.poll();
    expect(titleOf('granite')).toBe('Third');
  });

  it('comes later where nothing of it stands; nothing relates to it until then', async () => {
    isBroken = true;
    serve('1', 'First');
    await harness.poll();
    expect(harness.catalog.refs()).not.toContain(GRANITE);
    expect(titleOf('other')).toBe('First');
    expect(harness.catalog.get(SERVER).spec?.dependsOn ?? []).toEqual([]);

    isBroken = false;
    serve('2', 'Second');
    await harness.poll();
    expect(titleOf('granite')).toBe('Second');
    expect(harness.catalog.get(SERVER).spec).toMatchObject({
      dependsOn: [GRANITE],
    });
  });
});
