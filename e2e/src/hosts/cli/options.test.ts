import { readOptions, UsageError } from './options';

describe('the command line of npm run hosts', () => {
  it('asks for everything when it is empty', () => {
    expect(readOptions([])).toEqual({
      releases: [],
      nodes: [],
      ends: false,
      json: false,
      save: false,
      help: false,
      acceptance: false,
      growth: false,
      models: 1000,
      starts: 5,
      variants: ['all', 'three', 'separate', 'none'],
      plugins: undefined,
    });
  });

  it('takes the ways to deploy the connector, in the order in which they are run', () => {
    const args = ['--acceptance', '--variant=three', '--variant', 'all'];
    expect(readOptions(args)).toMatchObject({
      acceptance: true,
      variants: ['all', 'three'],
    });
  });

  it('takes several hosts and versions of Node.js', () => {
    const args = ['--host', '1.45.3', '--host=1.53.0', '--node', '22'];
    expect(readOptions([...args, '--json'])).toMatchObject({
      releases: ['1.45.3', '1.53.0'],
      nodes: ['22'],
      json: true,
    });
  });

  it.each([
    [['--hots', '1.45.3']],
    [['1.45.3']],
    [['--host']],
    [['--variant', 'four']],
    [['--models', 'many']],
    [['--starts', '0']],
  ])('refuses %j', args => {
    expect(() => readOptions(args)).toThrow(UsageError);
  });
});
