import { createHistory, type Decisions } from './history';
import type { LocationView } from './records';
import {
  modelNamed,
  serverNamed,
  statusOf,
  viewOf,
} from './__testUtils__/views';

const a = modelNamed('a');
const b = modelNamed('b');
const server = serverNamed('s');
const GONE = b.record.key;
const REGISTRY = 'model-registry/main';

const decisions = (more: Partial<Decisions> = {}): Decisions => ({
  removed: [],
  sources: [statusOf('kserve', 'complete'), statusOf(REGISTRY, 'complete')],
  ...more,
});

function since(
  revision: string,
  views: readonly (readonly [LocationView, Decisions?])[],
  limits?: Parameters<typeof createHistory>[0],
) {
  const history = createHistory(limits);
  for (const [view, said = decisions()] of views) {
    history.note(view, said);
  }
  const found = history.since(revision);
  return found && [[...found.changed].sort(), [...found.removed].sort()];
}

describe('what changed since a revision', () => {
  it('names a record once, however often it changed', () => {
    const views = ['x', 'y', 'z'].map(
      (text, index) =>
        [viewOf(`${index}`, [modelNamed('a', text), b])] as const,
    );

    expect(since('0', views)).toEqual([[a.record.key], []]);
    expect(since('2', views)).toEqual([[], []]);
  });

  it('says what became of it in the end', () => {
    const back = [
      [viewOf('0', [a, b])],
      [viewOf('1', [a])],
      [viewOf('2', [a, modelNamed('b', 'y')])],
    ] as const;
    expect(since('0', back)).toEqual([[GONE], []]);

    const brief = [
      [viewOf('0', [a])],
      [viewOf('1', [a, b])],
      [viewOf('2', [a])],
    ] as const;
    expect(since('0', brief)).toEqual([[], [GONE]]);
  });

  it('is nothing when only facets changed', () => {
    const same = { ...a, facets: { catalogModel: undefined } };

    expect(since('0', [[viewOf('0', [a])], [viewOf('1', [same])]])).toEqual([
      [],
      [],
    ]);
  });

  it('begins at the last time that the store was at that revision', () => {
    const views = [
      [viewOf('0', [a])],
      [viewOf('1', [a, b])],
      [viewOf('0', [a])],
      [viewOf('2', [a, server])],
    ] as const;

    expect(since('0', views)).toEqual([[server.record.key], []]);
  });

  it.each([
    ['revisions', { revisions: 2, bytes: 1_000_000 }],
    ['bytes', { revisions: 100, bytes: 200 }],
  ])('is forgotten beyond so many %s', (_what, limits) => {
    const views = ['0', '1', '2', '3', '4'].map(
      revision => [viewOf(revision, [modelNamed('a', revision)])] as const,
    );

    expect(since('2', views, limits)).toEqual([[a.record.key], []]);
    expect(since('1', views, limits)).toBeUndefined();
  });
});

describe('a record that is gone', () => {
  it.each<[string, Partial<Decisions>, boolean]>([
    ['of a source that is complete', {}, true],
    [
      'of a source that fails',
      { sources: [statusOf(REGISTRY, 'failed')] },
      false,
    ],
    [
      'of a source that was read in part',
      { sources: [statusOf(REGISTRY, 'partial')] },
      false,
    ],
    [
      'of a source that fails, by decision',
      { sources: [statusOf(REGISTRY, 'failed')], removed: ['x', GONE] },
      true,
    ],
    [
      'of a source that was never read, as a store says that was lost',
      { sources: [statusOf(REGISTRY, 'unavailable')] },
      false,
    ],
    ['of a source that is retired', { sources: [] }, true],
    [
      'while another source fails',
      { sources: [statusOf('kserve', 'failed')] },
      true,
    ],
  ])('%s', (_what, said, isHandedOn) => {
    const views = [
      [viewOf('0', [a, b])],
      [viewOf('1', [a]), decisions(said)],
      [viewOf('2', [a, server])],
    ] as const;

    expect(since('0', views)).toEqual(
      isHandedOn ? [[server.record.key], [GONE]] : undefined,
    );
    expect(since('1', views)).toEqual([[server.record.key], []]);
  });
});
