export type BatchLimits = { rows: number; bytes: number };

/**
 * What one statement takes in one go; SQLite joins at most 500 rows. The client
 * of PostgreSQL grows its buffer step by step, to three times a statement in
 * all, which stays with the process when it is much.
 */
const LIMITS: BatchLimits = { rows: 100, bytes: 128 * 1024 };

/** Divides values into pieces that are no larger than one statement may be; one value always fits. */
export function* inBatches<T>(
  values: Iterable<T>,
  bytesOf: (value: T) => number,
  limits: BatchLimits = LIMITS,
): Generator<T[]> {
  let batch: T[] = [];
  let bytes = 0;
  for (const value of values) {
    const size = bytesOf(value);
    const isFull = batch.length >= limits.rows || bytes + size > limits.bytes;
    if (batch.length > 0 && isFull) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(value);
    bytes += size;
  }
  if (batch.length > 0) {
    yield batch;
  }
}
