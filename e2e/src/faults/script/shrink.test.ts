import { shrink } from './shrink';

const steps = Array.from({ length: 40 }, (_, index) => index);

describe('a list of steps that fails', () => {
  it.each([[[7]], [[3, 31]], [[0, 20, 39]]])(
    'comes down to those that matter: %j',
    async needed => {
      const fails = async (some: readonly number[]) =>
        needed.every(step => some.includes(step));
      expect(await shrink(steps, fails, 500)).toEqual(needed);
    },
  );

  it('stays as it is where every step matters, or nothing may be tried', async () => {
    const whole = async (some: readonly number[]) => some.length === 40;
    expect(await shrink(steps, whole, 500)).toEqual(steps);
    expect(await shrink(steps, async () => true, 0)).toEqual(steps);
  });

  it('still fails after as many tries as are allowed', async () => {
    const fails = async (some: readonly number[]) => some.includes(7);
    const left = await shrink(steps, fails, 3);
    expect(left).toContain(7);
    expect(left.length).toBeLessThan(40);
  });
});
