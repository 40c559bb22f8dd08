import { modelRecord, snapshotOf } from '../../__testUtils__/records';
import { PROVIDER, SyncHarness } from '../../__testUtils__/SyncHarness';
import { Progress } from './Progress';

describe('several processes with one catalog', () => {
  let harness: SyncHarness;

  beforeEach(async () => {
    harness = await SyncHarness.start();
  });

  afterEach(() => harness.stop());

  it('send each change once, whoever sees it first', async () => {
    const replica = harness.replica();
    for (const revision of ['1', '2', '3']) {
      harness.server.serve(snapshotOf(revision, [modelRecord(revision)]));
      await Promise.all([replica.poll(), harness.poll()]);
      await Promise.all([replica.poll(), harness.poll()]);
    }
    expect(harness.catalog.refs()).toEqual(['resource:default/3']);
    expect(harness.sizes()).toEqual([
      [1, 0],
      [1, 0],
      [0, 1],
      [1, 0],
      [0, 1],
    ]);
  });

  it('come again in a second while another one is at it', async () => {
    harness.server.serve(snapshotOf('1', [modelRecord('a')]));
    harness.books.sheet(PROVIDER).isOpen = true;
    expect(await harness.poll()).toBe(1_000);
    expect(harness.sizes()).toEqual([]);
    harness.books.sheet(PROVIDER).isOpen = false;
    await harness.poll();
    expect(harness.sizes()).toEqual([[1, 0]]);
  });

  it('bring back what another one took back to what was before', async () => {
    harness.server.serve(snapshotOf('1', [modelRecord('a')]));
    await harness.poll();
    harness.server.serve(snapshotOf('2', [modelRecord('b')]));
    await harness.poll();
    const stale = harness.replica();
    harness.server.serve(snapshotOf('1', [modelRecord('a')]));
    await stale.poll();
    expect(harness.catalog.refs()).toEqual(['resource:default/a']);
    harness.server.serve(snapshotOf('2', [modelRecord('b')]));
    await harness.poll();
    expect(harness.catalog.refs()).toEqual(['resource:default/b']);
  });
});

describe('Progress', () => {
  const touched = new Set(['k']);
  const cursor = (revision: string, age: number | undefined = 1_000) => ({
    revision,
    age,
    held: {},
  });
  let progress: Progress;

  beforeEach(() => {
    progress = new Progress();
    for (const revision of ['1', '2', '3']) {
      progress.saw(revision);
    }
    progress.agreed();
    progress.saw('4');
    progress.saw('5');
  });

  it.each([
    ['no cursor', undefined, touched],
    ['its own', cursor('5'), touched],
    ['one that it agreed with', cursor('3'), touched],
    ['one in between', cursor('4'), touched],
    ['one from before', cursor('2'), 'all'],
    ['one never seen, moved just now', cursor('x'), undefined],
    ['one never seen, moved long ago', cursor('x', 61_000), 'all'],
    [
      'one never seen, where there is one process',
      { revision: 'x', held: {} },
      touched,
    ],
  ])('with %s', (_, at, expected) => {
    expect(progress.scope(at, touched, 0)).toBe(expected);
  });

  it('waits ten seconds for what it has not seen, each time anew', () => {
    expect(progress.scope(cursor('x'), touched, 0)).toBeUndefined();
    expect(progress.scope(cursor('x'), touched, 9_999)).toBeUndefined();
    expect(progress.scope(cursor('y'), touched, 10_000)).toBeUndefined();
    expect(progress.scope(cursor('y'), touched, 19_999)).toBeUndefined();
    expect(progress.scope(cursor('y'), touched, 20_000)).toBe('all');
  });

  it('goes on at once when it sees what another one was ahead with', () => {
    expect(progress.scope(cursor('6'), touched, 0)).toBeUndefined();
    progress.saw('6');
    expect(progress.scope(cursor('6'), touched, 1)).toBe(touched);
  });

  it('forgets what is long ago', () => {
    for (let i = 10; i < 600; i += 1) {
      progress.saw(String(i));
    }
    progress.agreed();
    expect(progress.isBehindUs(cursor('599'))).toBe(false);
    expect(progress.isBehindUs(cursor('598'))).toBe(true);
    expect(progress.isBehindUs(cursor('5'))).toBe(false);
    expect(progress.scope(cursor('599'), touched, 0)).toBe(touched);
  });
});
