import type { RunningHost } from '../host/startHost';

const FULL_SECONDS = 300;
/** For so many looks, one second apart, nothing was added. */
const STEADY = 8;

/** Waits until a catalog has at least so many models and nothing comes any more; gives how many entities it has. */
export async function untilFull(
  { process, api }: RunningHost,
  models: number,
): Promise<number> {
  const seen: number[] = [];
  const isFull = async () => {
    seen.push(await api.count());
    const last = seen.slice(-STEADY);
    return (
      last.length === STEADY &&
      last.every(count => count === last[0] && count >= models)
    );
  };
  const options = { seconds: FULL_SECONDS, intervalMs: 1000 };
  await process.until('a full catalog', isFull, options);
  return seen.at(-1) ?? 0;
}
