import { Approvals } from './Approvals';

describe('approvals of removals', () => {
  it('are for the source and the ids that were listed', () => {
    const approvals = new Approvals();
    approvals.approve('kserve', ['a', 'b']);
    expect([...approvals.of('kserve')]).toEqual(['a', 'b']);
    expect([...approvals.of('kserve-llm')]).toEqual([]);
  });

  it('are over once a run that took them into account is stored', () => {
    const approvals = new Approvals();
    approvals.approve('kserve', ['a']);
    approvals.of('kserve');
    // The store failed: the run is planned again.
    expect(approvals.of('kserve').size).toBe(1);
    approvals.settle();
    expect(approvals.of('kserve').size).toBe(0);
  });

  it('wait for a run that is planned after them', () => {
    const approvals = new Approvals();
    approvals.of('kserve');
    approvals.approve('kserve', ['a']);
    approvals.settle();
    expect(approvals.of('kserve').size).toBe(1);
  });

  it('given anew while a run is under way count for the next', () => {
    const approvals = new Approvals();
    approvals.approve('kserve', ['a']);
    approvals.of('kserve');
    approvals.approve('kserve', ['a', 'b']);
    approvals.settle();
    expect(approvals.of('kserve').size).toBe(2);
  });
});
