/** Bytes, roughly, in which pieces of text are handed on. */
const BATCH = 64 * 1024;

export type Pieces = Iterable<string> | AsyncIterable<string>;

/** What goes out first, and what follows; nothing follows where that is all. */
export type Begun = {
  first: string;
  others?: Iterator<string> | AsyncIterator<string>;
};

/**
 * Begins to read. What is there already is gathered up to a batch, so that a
 * short answer is known to be one; of pieces that are waited for, the first
 * goes out at once.
 */
export async function begin(pieces: Pieces): Promise<Begun> {
  if (Symbol.asyncIterator in pieces) {
    const others = pieces[Symbol.asyncIterator]();
    const { done, value } = await others.next();
    return done ? { first: '' } : { first: value, others };
  }
  const others = pieces[Symbol.iterator]();
  let first = '';
  while (first.length < BATCH) {
    const { done, value } = others.next();
    if (done) {
      return { first };
    }
    first += value;
  }
  return { first, others };
}

/** Everything in batches, made as they are taken. */
export async function* batches({
  first,
  others,
}: Begun): AsyncGenerator<Buffer, void> {
  yield Buffer.from(first);
  let texts: string[] = [];
  let length = 0;
  try {
    while (others) {
      const { done, value } = await others.next();
      if (done) {
        break;
      }
      texts.push(value);
      length += value.length;
      if (length >= BATCH) {
        yield Buffer.from(texts.join(''));
        texts = [];
        length = 0;
      }
    }
    if (texts.length > 0) {
      yield Buffer.from(texts.join(''));
    }
  } finally {
    await others?.return?.();
  }
}
