import { within } from './within';

const SHORT = 0.05;

describe('within', () => {
  it('tries until it is so, and gives what it gave', async () => {
    let tries = 0;
    const found = await within(5, () => {
      tries += 1;
      if (tries < 3) throw new Error('not yet');
      return tries;
    });
    expect(found).toBe(3);
  });

  it('says what was wrong last when it never is', async () => {
    await expect(
      within(SHORT, () => {
        throw new Error('no such entity');
      }),
    ).rejects.toThrow('Not so after 0.2 s: no such entity');
  });

  it('does not wait for a try that never ends, and says so', async () => {
    let tries = 0;
    const hung = within(SHORT, () => {
      tries += 1;
      if (tries === 1) throw new Error('no such entity');
      return new Promise(() => {});
    });
    await expect(hung).rejects.toThrow(
      /^Not so after 0\.2 s: try 2 has not ended for 0\.\d+ s; before it: no such entity$/,
    );
  });
});
