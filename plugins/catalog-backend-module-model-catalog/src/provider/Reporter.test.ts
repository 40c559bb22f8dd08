import { mockServices } from '@backstage/backend-test-utils';
import { Reporter } from './Reporter';

const MINUTE = 60_000;

describe('a location service that cannot be reached for long', () => {
  it('is told once, and again each hour, until it is followed again', () => {
    const logger = mockServices.logger.mock();
    let time = 0;
    const reporter = new Reporter(logger, 'models', () => time);
    const told = () =>
      logger.warn.mock.calls.map(([message, meta]) => [message, meta]);
    for (let failures = 1; failures <= 300; failures += 1) {
      reporter.failed(new Error('connection refused'), failures);
      time += MINUTE / 2;
    }
    const still = expect.stringContaining('cannot be followed still');
    expect(told()).toEqual([
      [
        expect.stringContaining('cannot be followed;'),
        { reason: 'connection refused', failures: 1 },
      ],
      [still, expect.objectContaining({ minutes: 60 })],
      [still, expect.objectContaining({ minutes: 120 })],
    ]);
    reporter.recovered(300);
    reporter.failed(new Error('connection refused'), 1);
    expect(told()).toHaveLength(4);
  });
});
