import type { SourceStatus } from '@model-catalog/common';
import {
  type LocationState,
  notYet,
  notYetForOldReaders,
  stateOfReader,
} from './gate';
import type { LocationView } from './records';
import { modelNamed, statusOf, viewOf } from './__testUtils__/views';

const SINCE = '2026-01-01T00:00:00Z';

const stored = (more: Partial<LocationView> = {}): LocationView => ({
  ...viewOf('1', [modelNamed('a')]),
  completedSources: ['kserve'],
  ...more,
});
const reader = (more: Partial<LocationView> = {}): LocationState =>
  stateOfReader(stored(more), SINCE);
const said = (...sources: SourceStatus[]) => ({
  status: { sources, removed: [] },
});

describe('readers that know of source states', () => {
  it.each<[string, LocationState, string | undefined]>([
    ['nothing was read', { sources: [] }, 'The store has not been read yet'],
    [
      'the store cannot be read',
      { sources: [], storeError: 'denied' },
      'The store cannot be read: denied',
    ],
    [
      'nothing was synced',
      reader({ synced: false }),
      'The first sync is not complete yet',
    ],
    [
      'only half of a write was read',
      reader({ unfinished: true }),
      'The store holds a write that did not end; its writer repairs it',
    ],
    ['there is a whole view', reader(), undefined],
    [
      'the store cannot be read any more',
      { ...reader(), storeError: 'denied' },
      undefined,
    ],
    [
      'a source was never read',
      reader(said(statusOf('model-registry/new', 'failed'))),
      undefined,
    ],
  ])('when %s', (_when, state, reason) => {
    expect(notYet(state)).toBe(reason);
  });
});

describe('readers that know nothing of source states', () => {
  it.each<[string, LocationState, string | undefined]>([
    [
      'no source was ever read into the store',
      reader({ completedSources: [] }),
      'No source has been read yet',
    ],
    ['a writer of before named what was complete once', reader(), undefined],
    [
      'there is nothing that could be read',
      reader({
        completedSources: [],
        ...said(statusOf('kserve', 'unavailable')),
      }),
      undefined,
    ],
    [
      'a source that is configured was never read',
      reader(
        said(
          statusOf('kserve', 'complete'),
          statusOf('model-registry/new', 'failed'),
        ),
      ),
      'Never read yet: model-registry/new',
    ],
    [
      'a source fails that was read once',
      reader(said(statusOf('kserve', 'failed'))),
      undefined,
    ],
    [
      'a source is read in part',
      reader(said(statusOf('kserve', 'partial'))),
      undefined,
    ],
  ])('when %s', (_when, state, reason) => {
    expect(notYetForOldReaders(state)).toBe(reason);
  });
});

describe('a process that only reads the store', () => {
  it('shows the sources as their writer said them, and what it removed', () => {
    const failed = statusOf('kserve', 'failed', 'answered 503');
    const status = { sources: [failed], removed: ['version/main/b/1'] };

    const { sources, removed } = stateOfReader(stored({ status }), SINCE);

    expect(sources).toEqual([failed]);
    expect(removed).toEqual(['version/main/b/1']);
  });

  it('takes what was complete once for complete where the writer said no more', () => {
    expect(reader()).toMatchObject({
      sources: [{ id: 'kserve', state: 'complete', since: SINCE }],
      removed: [],
    });
  });
});
