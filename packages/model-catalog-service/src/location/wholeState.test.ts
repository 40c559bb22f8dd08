import type { LocationState } from './gate';
import { createWholeState } from './wholeState';
import { modelNamed, viewOf } from './__testUtils__/views';

const a = modelNamed('a');
const whole = viewOf('1', [a]);
const half = { ...viewOf('2', []), unfinished: true };

describe('the state that is served', () => {
  it('keeps the last whole view while a write is under way', () => {
    let state: LocationState = { sources: [], view: whole };
    const served = createWholeState(() => state);
    served.get();

    state = { sources: [], view: half, storeError: 'cannot be written' };

    expect(served.get()).toEqual({
      sources: [],
      view: whole,
      storeError: 'cannot be written',
    });
    expect(served.since('1')).toBeDefined();
    expect(served.since('2')).toBeUndefined();
  });

  it('keeps it also while there is none', () => {
    let state: LocationState = { sources: [], view: whole };
    const served = createWholeState(() => state);
    served.get();

    state = { sources: [] };

    expect(served.get().view).toBe(whole);
  });

  it('has half a view where there never was a whole one, as what it is', () => {
    const served = createWholeState(() => ({ sources: [], view: half }));

    expect(served.get().view).toMatchObject({ unfinished: true });
  });
});
