import { trackStatus } from './status';

describe('trackStatus', () => {
  const at = (seconds: number) => new Date(seconds * 1000).toISOString();

  it('says nothing before the first outcome', () => {
    expect(trackStatus('kserve', () => 0).status()).toBeUndefined();
  });

  it('keeps since while the state stays, and the last complete view through failures', () => {
    let seconds = 1;
    const tracker = trackStatus('kserve', () => seconds * 1000);
    tracker.set('complete');
    seconds = 5;
    tracker.set('complete');
    expect(tracker.status()).toEqual({
      id: 'kserve',
      state: 'complete',
      since: at(1),
      lastCompleteAt: at(5),
      message: undefined,
    });
    seconds = 7;
    tracker.set('failed', 'first reason');
    seconds = 9;
    tracker.set('failed', 'second reason');
    expect(tracker.status()).toEqual({
      id: 'kserve',
      state: 'failed',
      since: at(7),
      lastCompleteAt: at(5),
      message: 'second reason',
    });
  });

  it('takes the time at which a complete view was confirmed', () => {
    const tracker = trackStatus('kserve', () => 60_000);
    tracker.set('complete', undefined, 30_000);
    expect(tracker.status()).toMatchObject({
      since: at(60),
      lastCompleteAt: at(30),
    });
  });
});
