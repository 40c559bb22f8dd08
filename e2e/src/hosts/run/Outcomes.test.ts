import { CHECK_IDS, Outcomes } from './Outcomes';

describe('Outcomes', () => {
  it('counts what was never reached as failed', () => {
    const all = new Outcomes().all();
    expect(Object.keys(all)).toEqual([...CHECK_IDS]);
    expect(all.loads).toEqual({ verdict: 'fail', why: 'was not reached' });
  });

  it('keeps the first failure, whatever comes later', () => {
    const outcomes = new Outcomes();
    outcomes.note('stops', true, '');
    outcomes.note('stops', false, 'it ended with 1');
    outcomes.note('stops', false, 'it ended with 2');
    outcomes.note('stops', true, '');
    expect(outcomes.all().stops).toEqual({
      verdict: 'fail',
      why: 'it ended with 1',
    });
  });
});
