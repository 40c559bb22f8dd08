import { withDeadline } from './deadline';

describe('withDeadline', () => {
  it('gives what the work gives, or its failure', async () => {
    expect(await withDeadline(10_000, async () => 7)).toBe(7);
    const failing = withDeadline(10_000, async () => {
      throw new Error('it broke');
    });
    await expect(failing).rejects.toThrow('it broke');
  });

  it('waits no longer than it may, whatever becomes of the work', async () => {
    let fail: (error: Error) => void = () => {};
    const waiting = withDeadline(
      1,
      () =>
        new Promise<never>((_, reject) => {
          fail = reject;
        }),
    );
    await expect(waiting).rejects.toThrow('not done within 0.001 s');
    fail(new Error('too late to be heard'));
  });
});
