import { Failure } from './failure.mjs';

/**
 * Reads `--name value` and `--name=value`; gives the values by name and what
 * is left. An option that is not in `names` stays where it is.
 */
export function readOptions(args, names) {
  const values = {};
  const rest = [];
  for (let index = 0; index < args.length; index += 1) {
    const [, name, inline] = /^--([^=]+)(?:=(.*))?$/.exec(args[index]) ?? [];
    if (!names.includes(name)) {
      rest.push(args[index]);
      continue;
    }
    values[name] = inline ?? args[(index += 1)];
    if (!values[name]) throw new Failure(`--${name} needs a value.`);
  }
  return { values, rest };
}
