import { isFatal, reasonOf, sentence } from './conditions';
import { condition } from './__testUtils__/objects';

describe('a reason that everybody may read', () => {
  it.each([
    ['cannot read https://u:hunter2@host/x', 'cannot read https://***@host/x'],
    [
      'Authorization: Bearer abcdefghijk refused',
      'Authorization: Bearer *** refused',
    ],
    ['401 for hf_abcdefghijklmnop', '401 for ***'],
    ['AWS_SECRET_ACCESS_KEY=abc/def wrong', 'AWS_SECRET_ACCESS_KEY=*** wrong'],
    ['{"password": "hunter2", "a": 1}', '{"password": "***", "a": 1}'],
    ['max_tokens 5 is too small', 'max_tokens 5 is too small'],
  ])('%s', (message, expected) => {
    expect(sentence({ message })).toBe(expected);
  });

  it('is one line of bounded length, whatever a container says last', () => {
    const started = process.cpuUsage();
    const text = sentence({ message: 'token = \n'.repeat(200_000) }) ?? '';

    expect(text.length).toBeLessThanOrEqual(500);
    expect(text).not.toContain('\n');
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(2_000);
  });
});

it('a reason in words says more than a name alone', () => {
  expect(
    reasonOf([
      condition('Ready', 'False', { reason: 'PredictorNotReady' }),
      condition('PredictorReady', 'False', { reason: 'X', message: 'no GPU' }),
    ]),
  ).toBe('X: no GPU');
});

it('a stopped server has not failed', () => {
  expect(
    isFatal([condition('Stopped', 'False', { reason: 'InvalidSpec' })]),
  ).toBe(false);
});
