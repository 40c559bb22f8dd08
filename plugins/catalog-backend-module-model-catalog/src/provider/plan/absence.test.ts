import type { SourceState } from '@model-catalog/common';
import { modelRecord, snapshotOf } from '../../__testUtils__/records';
import { linesOf } from '../../__testUtils__/changesLines';
import { ChangesReader } from '../../client/ChangesReader';
import { refsOf } from '../../entities';
import { takeOver } from '../session/takeOver';
import { View } from '../session/View';
import { decideAbsence } from './absence';
import { rulesOfChanges } from './rules';

const REF = 'resource:default/x';

/** What an answer with everything says of what is not in it. */
function rulesOf(world: Parameters<typeof linesOf>[0]) {
  const reader = new ChangesReader();
  for (const line of linesOf(world)) {
    reader.take(JSON.stringify(line));
  }
  const changes = reader.result();
  const view = new View(refsOf);
  takeOver(view, changes);
  const { sources, removed } = changes;
  return rulesOfChanges({ view, sources, removed: new Set(removed) });
}

/** Whether an absent entity may go, by a snapshot with these source states. */
function mayGo(
  entity: { key?: string; source?: string },
  states: { [id: string]: SourceState },
  records: unknown[] = [],
) {
  const sources = Object.entries(states).map(([id, state]) => ({
    id,
    state,
    since: '2026-11-21T00:00:00Z',
  }));
  const snapshot = { ...snapshotOf('1', records), sources };
  return rulesOf(snapshot).removable(entity, REF);
}

describe('absence from a snapshot', () => {
  it.each<[string, { [id: string]: SourceState }, boolean]>([
    ['registry', { registry: 'complete', kserve: 'failed' }, true],
    ['registry', { registry: 'unavailable', kserve: 'complete' }, false],
    ['registry', { registry: 'partial' }, false],
    ['registry', { registry: 'failed' }, false],
    ['retired', { registry: 'complete', kserve: 'unavailable' }, true],
    ['retired', { registry: 'complete', kserve: 'partial' }, false],
    ['retired', { registry: 'complete', kserve: 'failed' }, false],
    ['retired', { registry: 'unavailable' }, false],
    ['retired', {}, false],
  ])(
    'of an entity from %s, with %j: removed is %s',
    (source, states, removed) => {
      expect(mayGo({ key: 'k', source }, states)).toBe(removed);
    },
  );

  it.each<[string, unknown[], boolean]>([
    ['no bad record', [modelRecord('a')], true],
    ['a bad record, which could be it', [{ key: 'k', name: 'x' }], false],
  ])('of an entity of an earlier connector, with %s', (_, records, removed) => {
    expect(mayGo({}, { registry: 'complete' }, records)).toBe(removed);
  });

  it('of an entity with a key, with a bad record of another key', () => {
    const records = [{ key: 'k', name: 'x' }];
    const entity = { key: 'other', source: 'registry' };
    expect(mayGo(entity, { registry: 'complete' }, records)).toBe(true);
  });
});

describe('what the bridge names as removed', () => {
  it.each<[string, unknown[]]>([
    ['its source has failed', []],
    ['a record cannot be read', [{ name: 'x' }]],
  ])('may go, although %s', (_, records) => {
    const snapshot = {
      ...snapshotOf('1', records),
      removed: ['k'],
      sources: [
        { id: 'registry', state: 'failed', since: '2026-11-21T00:00:00Z' },
      ],
    };
    const { removable } = rulesOf(snapshot);

    expect(removable({ key: 'k', source: 'registry' }, REF)).toBe(true);
    expect(removable({ key: 'other', source: 'registry' }, REF)).toBe(false);
  });
});

describe('the guard', () => {
  it.each([
    [10, 6, { maxSharePercent: 50, atLeast: 5 }, 6],
    [10, 5, { maxSharePercent: 50, atLeast: 5 }, 0],
    [6, 4, { maxSharePercent: 50, atLeast: 5 }, 0],
    [5, 5, { maxSharePercent: 50, atLeast: 5 }, 5],
    [5, 5, { maxSharePercent: 100, atLeast: 5 }, 0],
    [100, 10, { maxSharePercent: 9, atLeast: 10 }, 10],
    [5, 5, undefined, 0],
  ])(
    'of %s entities, %s absent, with %j, refuses %s',
    (total, absent, guard, refused) => {
      const refs = Array.from({ length: total }, (_, i) => `r${i}`);
      const result = decideAbsence({
        known: new Map(refs.map(ref => [ref, {}])),
        present: new Set(refs.slice(absent)),
        isHeld: () => false,
        removable: () => true,
        guard,
      });
      expect(result.refused).toBe(refused);
      expect(result.removed).toHaveLength(refused > 0 ? 0 : absent);
      expect(result.kept).toHaveLength(refused);
    },
  );

  it('counts only what was not decided one by one, and lets the rest go', () => {
    const refs = Array.from({ length: 10 }, (_, i) => `r${i}`);
    const decided = new Set(['r8', 'r9']);
    const absence = (undecided: number) =>
      decideAbsence({
        known: new Map(refs.map(ref => [ref, {}])),
        present: new Set(refs.slice(undecided).filter(r => !decided.has(r))),
        isHeld: () => false,
        removable: () => true,
        isProved: (_known, ref) => decided.has(ref),
        guard: { maxSharePercent: 50, atLeast: 5 },
      });
    expect(absence(5)).toMatchObject({ refused: 0, kept: [] });
    expect(absence(6)).toMatchObject({
      removed: ['r8', 'r9'],
      kept: refs.slice(0, 6),
      refused: 6,
    });
  });
});
