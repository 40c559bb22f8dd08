import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Election } from './Election';

jest.setTimeout(30_000);

describe('a process that asks for days', () => {
  it('keeps nothing of its questions', async () => {
    setFlagsFromString('--expose-gc');
    const collect: unknown = runInNewContext('gc');
    const heap = () => {
      if (typeof collect === 'function') {
        collect();
      }
      return process.memoryUsage().heapUsed;
    };
    const life = new AbortController();
    let asked = 0;
    let before = 0;
    let after = 0;
    const election = new Election({
      store: {
        claim: async () => {
          asked += 1;
          if (asked === 2_000) {
            before = heap();
          }
          if (asked === 32_000) {
            after = heap();
            life.abort();
          }
          return { kind: 'taken', holder: 'another' };
        },
        release: async () => {},
      },
      holder: 'this',
      lead: async () => {},
      now: () => 0,
      delay: () => new Promise(resolve => setImmediate(resolve)),
    });
    await election.run(life.signal);

    // 30,000 questions are a day of one that stands by.
    expect(after - before).toBeLessThan(3_000_000);
  });
});
