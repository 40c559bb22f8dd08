import pLimit from 'p-limit';

/**
 * Reads many things, a bounded number at a time. The first failure stops what
 * is under way and what has not begun, and is thrown.
 */
export async function readEach<T, R>(
  items: readonly T[],
  { concurrency, signal }: { concurrency: number; signal: AbortSignal },
  read: (item: T, signal: AbortSignal) => Promise<R>,
): Promise<R[]> {
  signal.throwIfAborted();
  const limit = pLimit(concurrency);
  const stop = new AbortController();
  const abort = () => stop.abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.all(
      items.map(item => limit(() => read(item, stop.signal))),
    );
  } catch (error) {
    limit.clearQueue();
    stop.abort();
    throw error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
