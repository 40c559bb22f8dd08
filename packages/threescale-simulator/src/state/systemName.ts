import { type Fields, text } from './fields';
import { invalid } from './Refused';

const SHAPE = /^\w[\w\-/_]+$/;

/** As 3scale makes it of a name: `Granite 8B Code!` becomes `granite_8b_code`. */
export function generated(name: string): string {
  const made = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return made.length > 1 ? made : `item_${made || 'x'}`;
}

/**
 * The system name of something new.
 *
 * | asked | taken | result |
 * |---|---|---|
 * | no | no | made of the name |
 * | no | yes | made of the name, with a number |
 * | yes | no | as asked |
 * | yes | yes | 422 |
 */
export function newSystemName(
  fields: Fields,
  name: string,
  isTaken: (systemName: string) => boolean,
): string {
  const asked = text(fields, 'system_name')?.trim();
  if (asked) {
    if (!SHAPE.test(asked)) {
      throw invalid('system_name', 'is invalid');
    }
    if (isTaken(asked)) {
      throw invalid('system_name', 'has already been taken');
    }
    return asked;
  }
  const base = generated(name);
  let made = base;
  for (let number = 2; isTaken(made); number++) {
    made = `${base}_${number}`;
  }
  return made;
}
