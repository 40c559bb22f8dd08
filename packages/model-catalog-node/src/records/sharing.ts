/** So many values are looked through for an equal one. */
const LATELY = 64;

/**
 * Makes one object of values that say the same and come soon after each other,
 * as of thousands of records many name the same few texts.
 * @returns a function that is given what a value says, and the value
 */
export function createSharing<T>(): (says: string, value: T) => T {
  const lately = new Map<string, T>();
  return (says, value) => {
    const known = lately.get(says);
    if (known !== undefined) {
      return known;
    }
    for (const oldest of lately.keys()) {
      if (lately.size < LATELY) {
        break;
      }
      lately.delete(oldest);
    }
    lately.set(says, value);
    return value;
  };
}
