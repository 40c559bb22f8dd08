import { messageOf } from '../messageOf';
import type { StoredRecord } from '../records/stored';
import type { Report } from './types';

type Surroundings = {
  /** Keys of all records that may come of the object. */
  keys: readonly string[];
  stored: ReadonlyMap<string, StoredRecord>;
  report: Report;
};

/**
 * What comes of one object. Where making its records fails for a reason that
 * nobody foresaw, that is told, and all the others go on.
 *
 * | making | stored | comes of it |
 * |---|---|---|
 * | succeeds | any | what was made |
 * | fails | something | what is stored, as it is |
 * | fails | nothing | nothing, until it succeeds |
 *
 * @param surroundings - asked for where it fails only: there are thousands that do not
 */
export function contained(
  make: () => readonly StoredRecord[],
  surroundings: () => Surroundings,
): readonly StoredRecord[] {
  try {
    return make();
  } catch (error) {
    const { keys, stored, report } = surroundings();
    report(
      'record',
      `cannot be made (${messageOf(error).slice(
        0,
        200,
      )}); what is known of it stays, all others go on. This is a flaw of the connector: please report it with this line`,
    );
    return keys.flatMap(key => stored.get(key) ?? []);
  }
}
