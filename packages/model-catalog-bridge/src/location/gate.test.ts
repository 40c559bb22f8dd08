import { notYetForOldReaders } from './gate';

const since = '2026-01-01T00:00:00Z';
const viewOf = (completedSources: string[]) => ({
  revision: '1',
  synced: true,
  records: new Map(),
  completedSources,
  issues: [],
});

describe('readers that know nothing of source states', () => {
  it('get no list of a store into which no source was ever read', () => {
    const reason = notYetForOldReaders({ view: viewOf([]), sources: [] });

    expect(reason).toBe('No source has been read yet');
  });

  it('get the list when there is nothing that could be read', () => {
    const kserve = { id: 'kserve', state: 'unavailable' as const, since };

    expect(
      notYetForOldReaders({ view: viewOf([]), sources: [kserve] }),
    ).toBeUndefined();
  });
});
