/**
 * Joins calls that come while one is under way, and gives that one up after a
 * time: a plugin that hangs is started once in that time, not once a request.
 */
export function sharedCall<T>(
  call: () => Promise<T>,
  { now, giveUpMs }: { now: () => number; giveUpMs: number },
): () => Promise<T> {
  let pending: { answer: Promise<T>; since: number } | undefined;
  return () => {
    if (pending && now() - pending.since < giveUpMs) {
      return pending.answer;
    }
    const answer = call();
    const mine = { answer, since: now() };
    pending = mine;
    const done = () => {
      if (pending === mine) {
        pending = undefined;
      }
    };
    answer.then(done, done);
    return answer;
  };
}
