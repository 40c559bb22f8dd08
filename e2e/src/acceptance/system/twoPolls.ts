import type { FaultProxy } from '../world/FaultProxy';
import { within } from './within';

/** The first page of a whole list, which is read once per poll interval: of 500 rows, or of 100 where the release gives no more. */
const isPoll = (path: string) =>
  /\/registered_models\?pageSize=\d{3}\b/.test(path) &&
  !/nextPageToken/.test(path);

/** Waits until the registry has been polled twice from now on. */
export async function twoPolls(registry: FaultProxy): Promise<void> {
  const polls = () => registry.requests.filter(isPoll).length;
  const before = polls();
  await within(15, () => {
    if (polls() < before + 2) throw new Error('two polls have not passed');
  });
}
