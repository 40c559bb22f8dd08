/**
 * Works through a queue, so many at a time; who empties it ends that early.
 * Rejects with the first failure, while the others go on.
 */
export async function eachAtOnce<T extends {}>(
  queue: T[],
  atOnce: number,
  work: (one: T) => Promise<void>,
): Promise<void> {
  const next = async (): Promise<void> => {
    for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
      await work(one);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, next));
}
