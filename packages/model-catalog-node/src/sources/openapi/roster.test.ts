import { aServer } from '../../__testUtils__/builders';
import { rosterOf } from './roster';

describe('which servers there are', () => {
  const [granite, llama] = [
    aServer({ name: 'granite' }),
    aServer({ name: 'llama' }),
  ];
  const seen = { objects: [granite], issues: [] };
  const removed = new Set([llama.id]);
  const none = new Set<string>();

  it.each<[string, Parameters<typeof rosterOf>[0], boolean | undefined]>([
    ['nothing yet', undefined, undefined],
    ['a failure', { state: 'failed', message: '', issues: [] }, undefined],
    [
      'an unavailable source',
      { state: 'unavailable', message: '', issues: [] },
      undefined,
    ],
    ['a list', [granite], true],
    [
      'a complete result',
      { ...seen, state: 'complete', removed: none, unreadable: none },
      false,
    ],
    [
      'a complete result with proof',
      { ...seen, state: 'complete', removed, unreadable: none },
      true,
    ],
    [
      'a complete result that could not read it',
      { ...seen, state: 'complete', removed: none, unreadable: removed },
      false,
    ],
    [
      'a partial result',
      { ...seen, state: 'partial', removed: none, unreadable: none },
      false,
    ],
    [
      'a partial result with proof',
      { ...seen, state: 'partial', removed, unreadable: none },
      true,
    ],
  ])('by %s: one that is not listed is gone: %s', (_, given, isGone) => {
    const roster = rosterOf(given);
    expect(roster?.isGone(llama.id)).toBe(isGone);
    expect(roster?.servers).toEqual(
      isGone === undefined ? undefined : [granite],
    );
  });

  it('asks the result of each kind about its own', () => {
    const llm = aServer({
      resource: 'llminferenceservice',
      id: 'demo/llminferenceservice/granite',
    });
    const complete = { ...seen, state: 'complete', removed } as const;
    const roster = rosterOf({
      byResource: {
        inferenceservice: { ...complete, unreadable: none },
        llminferenceservice: { state: 'failed', message: '', issues: [] },
      },
    });
    expect(roster?.servers).toEqual([granite]);
    expect(roster?.isGone(llama.id)).toBe(true);
    expect(roster?.isGone(llm.id)).toBe(false);
    expect(rosterOf({ byResource: {} })).toBeUndefined();
  });
});
