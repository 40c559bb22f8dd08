import type { Kind } from '../kubernetes/kinds';
import type { Verdict } from './outcome';
import { isTrue, statusOf } from './status';

const object = (status?: Record<string, unknown>) => ({
  metadata: {
    name: 'x',
    namespace: '3scale',
    uid: 'u',
    resourceVersion: '1',
    generation: 3,
  },
  status,
});

const NOW = '2026-11-21T18:00:00Z';
const LATER = '2026-11-21T18:05:00Z';

describe('the status of an object', () => {
  it.each<[Kind, Verdict, string, string[]]>([
    ['Backend', 'Synced', 'Synced', ['Failed', 'Invalid']],
    ['Product', 'Orphan', 'Orphan', ['Failed', 'Invalid', 'Synced']],
    ['ActiveDoc', 'Ready', 'Ready', ['Failed', 'Invalid', 'Orphan']],
    ['ProxyConfigPromote', 'Failed', 'Failed', ['Ready']],
    ['ProxyConfigPromote', 'Invalid', 'Failed', ['Ready']],
    ['Backend', 'Orphan', 'Failed', ['Invalid', 'Synced']],
  ])('%s, %s: %s is true, %j are not', (kind, verdict, yes, no) => {
    const status = statusOf(kind, object(), {
      outcome: { verdict, message: 'why' },
      now: NOW,
    });
    const read = object(status);
    expect(isTrue(read, verdict)).toBe(yes === verdict);
    expect(status?.conditions).toEqual(
      expect.arrayContaining([
        { type: yes, status: 'True', message: 'why', lastTransitionTime: NOW },
        ...no.map(type => ({ type, status: 'False', lastTransitionTime: NOW })),
      ]),
    );
  });

  it('is not written again where it is so already', () => {
    const outcome = { verdict: 'Synced', fields: { backendId: 7 } } as const;
    const first = statusOf('Backend', object(), { outcome, now: NOW });
    expect(first).toMatchObject({ backendId: 7, observedGeneration: 3 });
    expect(
      statusOf('Backend', object(first), { outcome, now: LATER }),
    ).toBeUndefined();
  });

  it('keeps the time of conditions that stay as they are', () => {
    const before = statusOf('Backend', object(), {
      outcome: { verdict: 'Failed' },
      now: NOW,
    });
    const after = statusOf('Backend', object(before), {
      outcome: { verdict: 'Synced' },
      now: LATER,
    });
    expect(after?.conditions).toEqual([
      { type: 'Failed', status: 'False', lastTransitionTime: LATER },
      { type: 'Invalid', status: 'False', lastTransitionTime: NOW },
      { type: 'Synced', status: 'True', lastTransitionTime: LATER },
    ]);
  });
});
