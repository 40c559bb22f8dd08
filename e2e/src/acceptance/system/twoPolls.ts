import type { FaultProxy } from '../world/FaultProxy';
import { within } from './within';

/** A read of a whole list, which is done once per poll interval. */
const isPoll = (path: string) => /\/registered_models\?pageSize=500/.test(path);

/** Waits until the registry has been polled twice from now on. */
export async function twoPolls(registry: FaultProxy): Promise<void> {
  const polls = () => registry.requests.filter(isPoll).length;
  const before = polls();
  await within(15, () => {
    if (polls() < before + 2) throw new Error('two polls have not passed');
  });
}
