import type { Rest } from '@model-catalog/node';

/** As long as nobody minds: a host answers others in the same process. Milliseconds. */
const LONGEST_MS = 25;

/** Everybody who waits has a turn each 25 ms, the renewal of the claim too. */
export function createRest(): Rest {
  let since = performance.now();
  const take = () =>
    new Promise<void>(resolve => {
      setImmediate(() => {
        since = performance.now();
        resolve();
      });
    });
  return { isDue: () => performance.now() - since > LONGEST_MS, take };
}
