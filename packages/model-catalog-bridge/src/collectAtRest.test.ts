import { setImmediate } from 'node:timers/promises';
import { collect, createRestWatch } from './collectAtRest';

describe('when a process gives memory back', () => {
  it.each<[string, number[], boolean[]]>([
    ['once after its start', [0.9, 0.01, 0, 0], [false, true, false, false]],
    ['not while it works', [0.9, 0.5, 0.06], [false, false, false]],
    ['not while it does some', [0.9, 0.03, 0.04], [false, false, false]],
    ['after some, too', [0.9, 0.03, 0.01, 0], [false, false, true, false]],
    [
      'again after each burst',
      [0.9, 0, 0, 0.2, 0, 0],
      [false, true, false, false, true, false],
    ],
    ['not for some work alone', [0.9, 0, 0.04, 0], [false, true, false, false]],
  ])('%s', (_, utilizations, expected) => {
    const isDue = createRestWatch();
    expect(utilizations.map(one => isDue(one))).toEqual(expected);
  });
});

describe('giving memory back', () => {
  it('takes away what nobody holds, and leaves no way to ask for it', async () => {
    const held = { kept: new Array<number>(1000).fill(1) };
    const refs = [held, { dropped: new Array<number>(1000).fill(1) }].map(
      one => new WeakRef(one),
    );
    // What a job has seen stays until its end.
    await setImmediate();
    collect();

    expect(refs.map(ref => ref.deref())).toEqual([held, undefined]);
    expect(globalThis.gc).toBeUndefined();
  });
});
