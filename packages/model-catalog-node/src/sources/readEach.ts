/**
 * Reads many things, a bounded number at a time. The first failure stops what
 * is under way, nothing more begins, and it is thrown. What waits costs
 * nothing: of fifteen thousand things only those under way have a promise.
 */
export async function readEach<T, R>(
  items: readonly T[],
  { concurrency, signal }: { concurrency: number; signal: AbortSignal },
  read: (item: T, signal: AbortSignal) => Promise<R>,
): Promise<R[]> {
  signal.throwIfAborted();
  const stop = new AbortController();
  const abort = () => stop.abort();
  const results: R[] = [];
  const waiting = items.entries();
  const work = async () => {
    for (const [index, item] of waiting) {
      stop.signal.throwIfAborted();
      try {
        results[index] = await read(item, stop.signal);
      } catch (error) {
        abort();
        throw error;
      }
    }
  };
  signal.addEventListener('abort', abort, { once: true });
  try {
    await Promise.all(Array.from({ length: concurrency }, work));
    return results;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
