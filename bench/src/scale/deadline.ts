/** Something took longer than it may. */
export class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed';
}

/**
 * Waits for some work no longer than it may take. What the work uses is to be
 * stopped by whoever started it: then what is left of it ends by itself.
 *
 * @throws DeadlinePassed
 */
export async function withDeadline<T>(
  ms: number,
  work: () => Promise<T>,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new DeadlinePassed(`not done within ${ms / 1000} s`)),
      ms,
    );
  });
  const working = work();
  working.catch(() => undefined);
  try {
    return await Promise.race([working, passed]);
  } finally {
    clearTimeout(timer);
  }
}
