import { type AdminApiWriter, isAdminApiError } from '../threescale/adminApi';
import type { AdminApiError } from '../threescale/adminApi';
import type { Action, Step } from './types';

export type Progress = {
  readonly done: number;
  readonly of: number;
  readonly title: string;
  readonly error?: AdminApiError;
};

export type Applied = {
  readonly done: number;
  readonly failures: readonly { title: string; error: AdminApiError }[];
};

/** A token that may not write, or a server that is away, fails the rest as well. */
const endsAll = ({ kind }: AdminApiError) =>
  kind === 'forbidden' || kind === 'unreachable' || kind === 'not-api';

async function runAction(
  action: Action,
  api: AdminApiWriter,
): Promise<AdminApiError | undefined> {
  try {
    await action.run(api);
    return undefined;
  } catch (error) {
    if (isAdminApiError(error)) {
      return error;
    }
    throw error;
  }
}

/**
 * Makes the writes of a plan. One that is refused does not stop the others,
 * except those of its own step, which build on it; a token that may not write,
 * or no answer, ends all.
 */
export async function applySetup(
  steps: readonly Step[],
  api: AdminApiWriter,
  onProgress: (progress: Progress) => void = () => {},
): Promise<Applied> {
  const of = steps.reduce((sum, { actions }) => sum + actions.length, 0);
  const failures: { title: string; error: AdminApiError }[] = [];
  let done = 0;
  for (const { id, actions } of steps) {
    for (const action of actions) {
      const { title } = action;
      const error = await runAction(action, api);
      if (!error) {
        done += 1;
        onProgress({ done, of, title });
        continue;
      }
      failures.push({ title, error });
      onProgress({ done, of, title, error });
      if (endsAll(error)) {
        return { done, failures };
      }
      if (buildsOnItself(id)) {
        break;
      }
    }
  }
  return { done, failures };
}

/** Deleting the sample: a backend goes only after it is unlinked. */
const buildsOnItself = (id: string) => id === 'sample';
