/** Numbers that follow from a seed alone. */
export interface Random {
  /** From 0 to below `end`, whole. */
  below(end: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
}

/** Mulberry32: small, quick, and good enough to choose what breaks next. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number) => Math.floor(next() * end);
  return {
    below,
    chance: probability => next() < probability,
    pick: items => {
      const found = items[below(items.length)];
      if (found === undefined) {
        throw new Error('There is nothing to pick from');
      }
      return found;
    },
  };
}
