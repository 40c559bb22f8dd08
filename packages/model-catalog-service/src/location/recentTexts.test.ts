import { recentTexts } from './recentTexts';

function counted(length: number) {
  const asked: string[] = [];
  const textOf = recentTexts(async digest => {
    asked.push(digest);
    return digest === 'gone' ? undefined : digest.padEnd(length, 'x');
  });
  return { asked, textOf };
}

describe('texts that an answer needs again and again', () => {
  it('are looked up once, also by those that ask at the same time', async () => {
    const { asked, textOf } = counted(40_000);

    const [first, second] = await Promise.all([textOf('a'), textOf('a')]);
    await textOf('b');
    const third = await textOf('a');

    expect([first, second, third]).toEqual(
      Array(3).fill('a'.padEnd(40_000, 'x')),
    );
    expect(asked).toEqual(['a', 'b']);
  });

  it('are forgotten beyond a million characters, the first ones first', async () => {
    const { asked, textOf } = counted(400_000);

    for (const digest of ['a', 'b', 'c', 'b', 'a']) {
      await textOf(digest);
    }

    expect(asked).toEqual(['a', 'b', 'c', 'a']);
  });

  it('are looked for again when they were not there', async () => {
    const { asked, textOf } = counted(1);

    expect(await textOf('gone')).toBeUndefined();
    await textOf('gone');

    expect(asked).toEqual(['gone', 'gone']);
  });

  it('are asked for again after a failure', async () => {
    let fails = true;
    const textOf = recentTexts(async () => {
      if (fails) {
        throw new Error('connection refused');
      }
      return 'text';
    });

    await expect(textOf('a')).rejects.toThrow('connection refused');
    fails = false;
    expect(await textOf('a')).toBe('text');
  });
});
