import type { Database } from './database';
import { isConnectionLost, isGone, storeErrorOf } from './errors';
import { migrate } from './migrate';

/** Runs a task on tables that are there, and says of a failure what was tried. */
export type Runner = <T>(tried: string, task: () => Promise<T>) => Promise<T>;

/** So many connections of a pool may have ended; each is noticed when it is used. */
const OLD_CONNECTIONS = 4;

/**
 * Makes the tables before the first task, and again when somebody dropped them
 * meanwhile: `onRepair` is told before the task is tried anew. Tasks are such
 * that each may be done twice: a write names the revision that it changes.
 */
export function createRunner(database: Database, onRepair: () => void): Runner {
  let ready: Promise<void> | undefined;

  const prepare = async (again: boolean) => {
    const mine = again ? migrate(database, true) : ready ?? migrate(database);
    ready = mine;
    try {
      await mine;
    } catch (error) {
      ready = ready === mine ? undefined : ready;
      throw error;
    }
  };

  const runOnce = async <T>(task: () => Promise<T>): Promise<T> => {
    await prepare(false);
    try {
      return await task();
    } catch (error) {
      if (!isGone(error)) {
        throw error;
      }
      await prepare(true);
      onRepair();
      return await task();
    }
  };

  return async (tried, task) => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await runOnce(task);
      } catch (error) {
        if (!isConnectionLost(error) || tries > OLD_CONNECTIONS) {
          throw storeErrorOf(error, tried, database.where);
        }
      }
    }
  };
}
