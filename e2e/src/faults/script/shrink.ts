/**
 * Finds a short list that still fails: leaves out halves, then quarters, down
 * to single steps, as long as what is left fails too (delta debugging).
 *
 * @param fails - whether these steps still show the failure
 * @param budget - how often it may be asked
 */
export async function shrink<T>(
  steps: readonly T[],
  fails: (steps: readonly T[]) => Promise<boolean>,
  budget = 60,
): Promise<readonly T[]> {
  let best = steps;
  let left = budget;
  let parts = 2;
  while (best.length > 1 && left > 0) {
    const size = Math.ceil(best.length / parts);
    let shorter: readonly T[] | undefined;
    for (let from = 0; from < best.length && left > 0; from += size) {
      const without = [...best.slice(0, from), ...best.slice(from + size)];
      left -= 1;
      if (without.length > 0 && (await fails(without))) {
        shorter = without;
        break;
      }
    }
    if (shorter) {
      best = shorter;
      parts = Math.max(parts - 1, 2);
    } else if (size === 1) {
      break;
    } else {
      parts = Math.min(parts * 2, best.length);
    }
  }
  return best;
}
