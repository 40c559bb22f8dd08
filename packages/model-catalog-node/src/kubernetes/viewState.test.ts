import { HttpError } from '../http';
import { createView } from './viewState';

const answered = (status: number) =>
  new HttpError(`answered ${status}`, {
    kind: 'status',
    method: 'GET',
    url: 'https://api',
    status,
  });
const refused = new HttpError('was refused', {
  kind: 'network',
  method: 'GET',
  url: 'https://api',
});

describe('createView', () => {
  function start(wasComplete = false) {
    const clock = { time: 1_000 };
    const now = () => clock.time;
    const view = createView({ now, toleranceMs: 15_000, wasComplete });
    return { clock, view };
  }

  it('is pending before the first contact', () => {
    expect(start().view.current().state).toBe('pending');
  });

  it.each([
    [false, answered(403), 'unavailable'],
    [false, answered(404), 'unavailable'],
    [false, answered(401), 'failed'],
    [false, answered(503), 'failed'],
    [false, refused, 'failed'],
    [true, answered(403), 'failed'],
    [true, answered(404), 'failed'],
    [true, refused, 'failed'],
  ])(
    'at first contact, complete in an earlier life %s, after "%s" is %s',
    (wasComplete, error, state) => {
      const { view } = start(wasComplete);
      view.failed(error);
      expect(view.current()).toMatchObject({ state, error });
    },
  );

  it.each([answered(401), answered(403), answered(404), refused])(
    'once confirmed, after "%s" is stale for a while, then failed',
    error => {
      const { view, clock } = start();
      view.confirmed();
      clock.time += 60_000;
      view.failed(error);
      clock.time += 14_999;
      expect(view.current().state).toBe('stale');
      view.failed(error);
      clock.time += 1;
      expect(view.current()).toEqual({
        state: 'failed',
        confirmedAt: 1_000,
        error,
      });
    },
  );

  it('is fresh again with the next sign of life', () => {
    const { view, clock } = start();
    view.failed(refused);
    view.confirmed();
    expect(view.current()).toEqual({
      state: 'fresh',
      confirmedAt: clock.time,
      error: undefined,
    });
  });
});
