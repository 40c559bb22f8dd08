import type { Database } from './database';
import { isGone, storeErrorOf } from './errors';
import { migrate } from './migrate';

/** Runs a task on tables that are there, and says of a failure what was tried. */
export type Runner = <T>(tried: string, task: () => Promise<T>) => Promise<T>;

/**
 * Makes the tables before the first task, and again when somebody dropped them
 * meanwhile: `onRepair` is told before the task is tried anew.
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

  return async (tried, task) => {
    try {
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
    } catch (error) {
      throw storeErrorOf(error, tried, database.where);
    }
  };
}
