import pLimit from 'p-limit';

/**
 * Reads many things, a bounded number at a time. The first failure stops what
 * is under way, nothing more begins, and it is thrown.
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
  const readOne = async (item: T) => {
    stop.signal.throwIfAborted();
    try {
      return await read(item, stop.signal);
    } catch (error) {
      abort();
      throw error;
    }
  };
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.all(items.map(item => limit(() => readOne(item))));
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
