import { aView, parseArtifacts, type Lists } from './__testUtils__/view';
import { placeArtifacts } from './placeArtifacts';
import { liveVersions } from './view';

const signal = new AbortController().signal;
const version = (id: string) => ({ id, name: id, registeredModelId: '1' });

/** Places artifacts in a registry whose versions have `server` as artifacts now. */
async function place(
  lists: Lists,
  server: Record<string, unknown[]>,
  changed: unknown[],
) {
  const view = aView({ models: [{ id: '1', name: 'm' }], ...lists });
  const asked: string[] = [];
  const refuse = () => Promise.reject(new Error('not to be read'));
  const client = {
    newest: refuse,
    models: refuse,
    versions: refuse,
    artifacts: refuse,
    services: refuse,
    environments: refuse,
    source: 'model-registry/dev',
    artifactsOf: async (id: string) => {
      asked.push(id);
      return parseArtifacts(server[id] ?? []);
    },
  };
  const live = liveVersions(view);
  const { now: placed } = await placeArtifacts(
    client,
    { view, changed: parseArtifacts(changed), live, overlapMs: 10 },
    signal,
  );
  const uris = [...placed.artifacts].map(([id, { rows }]) => [
    id,
    ...rows.map(({ uri }) => uri),
  ]);
  const orphans = [...placed.orphans];
  return { asked, uris, orphans, homeless: [...(placed.homeless ?? [])] };
}

describe('placing changed artifacts', () => {
  const versions = ['2', '3', '4'].map(version);
  const artifacts = {
    2: [{ id: '20', uri: 'a' }],
    3: [{ id: '30', uri: 'b' }],
    4: [],
  };
  const known = { versions, artifacts, artifactsKnownUntil: 100 };
  const row = (id: string, uri: unknown, stamp = 200) => ({
    id,
    uri,
    lastUpdateTimeSinceEpoch: String(stamp),
  });

  it.each([
    ['nothing changed', {}, [], [], []],
    ['a known one', {}, [row('20', 'z')], [], []],
    [
      'a known one that is not understood',
      artifacts,
      [row('20', 5)],
      ['2'],
      [],
    ],
    [
      'one of a version without any',
      { 4: [row('40', 'c')] },
      [row('40', 'c')],
      ['4'],
      [],
    ],
    [
      'one more of another version',
      { ...artifacts, 3: [row('30', 'b'), row('31', 'c')] },
      [row('31', 'c')],
      ['4', '2', '3', '4'],
      [],
    ],
    [
      'one of no version',
      artifacts,
      [row('99', 'x')],
      ['4', '2', '3', '4'],
      [],
    ],
    [
      'one that came late, of no version',
      artifacts,
      [row('99', 'x', 95)],
      ['4', '2', '3', '4'],
      [],
    ],
    [
      'an old one of no version',
      artifacts,
      [row('99', 'x', 90)],
      ['4'],
      ['99'],
    ],
  ])(
    'reads as little as it can: %s',
    async (_, server, changed, asked, orphans) => {
      const placed = await place(known, server, changed);
      expect(placed.asked).toEqual(asked);
      expect(placed.orphans).toEqual(orphans);
    },
  );

  it('replaces the row of a known one', async () => {
    const { uris } = await place(known, {}, [row('20', 'z')]);
    expect(uris).toEqual([['2', 'z'], ['3', 'b'], ['4']]);
  });

  it('keeps the row of one that is not understood any more', async () => {
    const damaged = { ...artifacts, 2: [row('20', 5)] };
    const { uris } = await place(known, damaged, [row('20', 5)]);
    expect(uris).toEqual([['2', 'a'], ['3', 'b'], ['4']]);
  });

  it('looks twice for a new one of no version: that may be said a moment later', async () => {
    const first = await place(known, artifacts, [row('99', 'x')]);
    expect(first.homeless).toEqual(['99']);
    const view = { ...known, homeless: first.homeless };

    const later = { ...artifacts, 3: [row('30', 'b'), row('99', 'x')] };
    const found = await place(view, later, [row('99', 'x')]);
    expect(found.uris).toContainEqual(['3', 'b', 'x']);
    expect(found).toMatchObject({ orphans: [], homeless: [] });

    const lost = await place(view, artifacts, [row('99', 'x')]);
    expect(lost).toMatchObject({ orphans: ['99'], homeless: [] });
    const meanwhile = await place(view, artifacts, []);
    expect(meanwhile).toMatchObject({ orphans: [], homeless: ['99'] });
  });

  it('asks no more for one that was looked for', async () => {
    const view = { ...known, orphans: ['99'] };
    const { asked, orphans } = await place(view, artifacts, [row('99', 'x')]);
    expect(asked).toEqual([]);
    expect(orphans).toEqual(['99']);
  });

  it('reads those of a version anew until each of them says its id, as its row cannot be told', async () => {
    const nameless = { ...artifacts, 2: [{ id: 20, uri: 'a' }] };
    const view = { ...known, artifacts: nameless, orphans: ['20'] };
    const still = await place(view, nameless, []);
    expect(still).toMatchObject({
      asked: ['2'],
      uris: [['2'], ['3', 'b'], ['4']],
    });
    const healed = await place(view, artifacts, [row('20', 'a')]);
    expect(healed.asked).toEqual(['2']);
    expect(healed.uris).toEqual([['2', 'a'], ['3', 'b'], ['4']]);
  });

  it('forgets those of a version that is not shown any more, and reads them when it is again', async () => {
    const [two, three, four] = versions;
    const archived = { ...three, state: 'ARCHIVED' };
    const without = { ...known, versions: [two, archived, four] };
    expect((await place(without, {}, [])).uris).toEqual([['2', 'a'], ['4']]);

    const again = { ...known, artifacts: { 2: artifacts[2], 4: [] } };
    const { asked, uris } = await place(again, artifacts, []);
    expect(asked).toEqual(['3']);
    expect(uris).toEqual([['2', 'a'], ['4'], ['3', 'b']]);
  });
});
