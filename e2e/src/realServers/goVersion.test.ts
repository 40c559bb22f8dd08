import { isAtLeast, parseGoVersion, requiredGoVersion } from './goVersion';

function version(text: string) {
  const parsed = parseGoVersion(text);
  if (!parsed) throw new Error(`no Go version in '${text}'`);
  return parsed;
}

describe('the Go version', () => {
  it.each([
    ['go version go1.26.8 linux/amd64', 'go1.26.8', [1, 26, 8]],
    ['go version go1.27 darwin/arm64', 'go1.27', [1, 27, 0]],
    ['go version go1.27rc1 linux/amd64', 'go1.27rc1', [1, 27, 0]],
    [
      'go version devel go1.28-3b01a2f linux/amd64',
      'go1.28-3b01a2f',
      [1, 28, 0],
    ],
    ['go version go1.26.8 X:nodwarf5 linux/amd64', 'go1.26.8', [1, 26, 8]],
  ])('is read from "%s"', (text, full, [major, minor, patch]) => {
    expect(parseGoVersion(text)).toEqual({ full, major, minor, patch });
  });

  it.each(['', 'command not found', 'go version unknown'])(
    'is undefined in "%s"',
    text => {
      expect(parseGoVersion(text)).toBeUndefined();
    },
  );

  it('that a module needs is its go line, not its toolchain line', () => {
    const goMod = 'module x\n\ngo 1.26.0\n\ntoolchain go1.27.1\n';
    expect(requiredGoVersion(goMod)?.full).toBe('go1.26.0');
    expect(requiredGoVersion('module x\n')).toBeUndefined();
  });

  it.each([
    ['go1.26.8', 'go1.26.0', true],
    ['go1.26.0', 'go1.26.0', true],
    ['go1.27', 'go1.26.5', true],
    ['go2.0', 'go1.26.5', true],
    ['go1.25.9', 'go1.26.0', false],
    ['go1.26.4', 'go1.26.5', false],
    ['go1.9', 'go1.26', false],
  ])('%s serves for a module of %s: %s', (found, required, serves) => {
    expect(isAtLeast(version(found), version(required))).toBe(serves);
  });
});
