/** Lets so many pieces of work run at a time, the others after them. */
export function inTurns(limit: number) {
  const waiting: (() => void)[] = [];
  let free = Math.max(1, limit);
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (free === 0) {
      await new Promise<void>(resolve => waiting.push(resolve));
    } else {
      free -= 1;
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) {
        next();
      } else {
        free += 1;
      }
    }
  };
}
