import { readOptions, UsageError } from './options';

describe('the command line', () => {
  it.each([
    [[], { seed: 1, count: 200, real: false, json: false, jobs: 2 }],
    [['--real'], { count: 100, real: true, jobs: 1 }],
    [['--seed', '7', '--count=9', '--json'], { seed: 7, count: 9, json: true }],
    [['--replay', 'x.json'], { replay: 'x.json' }],
    [['--help'], { help: true }],
  ])('%j', (args, expected) => {
    expect(readOptions(args)).toMatchObject(expected);
  });

  it.each([[['--seed', 'x']], [['--count', '-1']], [['--nothing']]])(
    'refuses %j',
    args => {
      expect(() => readOptions(args)).toThrow(UsageError);
    },
  );
});
