import { sharedCall } from './sharedCall';

function rig() {
  const clock = { now: 0 };
  const waiting: Array<{
    resolve: (text: string) => void;
    reject: (error: Error) => void;
  }> = [];
  const call = sharedCall(
    () =>
      new Promise<string>((resolve, reject) => {
        waiting.push({ resolve, reject });
      }),
    { now: () => clock.now, giveUpMs: 60_000 },
  );
  return { clock, waiting, call };
}

describe('sharedCall', () => {
  it('starts one call for all who ask while it is under way', async () => {
    const { call, waiting } = rig();
    const both = [call(), call()];
    waiting[0]?.resolve('token');
    expect(await Promise.all(both)).toEqual(['token', 'token']);
    expect(waiting).toHaveLength(1);
  });

  it('starts another one afterwards, also after a failure', async () => {
    const { call, waiting } = rig();
    const first = call();
    waiting[0]?.reject(new Error('plugin failed'));
    await expect(first).rejects.toThrow('plugin failed');
    void call();
    expect(waiting).toHaveLength(2);
  });

  it('gives up one that hangs', () => {
    const { call, waiting, clock } = rig();
    void call();
    clock.now = 59_999;
    void call();
    expect(waiting).toHaveLength(1);
    clock.now = 60_000;
    void call();
    expect(waiting).toHaveLength(2);
  });
});
