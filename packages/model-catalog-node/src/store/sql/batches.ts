export type BatchLimits = { rows: number; bytes: number };

/** What one statement takes in one go; SQLite joins at most 500 rows. */
const LIMITS: BatchLimits = { rows: 200, bytes: 1024 * 1024 };

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
