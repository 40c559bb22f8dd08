import { likeMatcher } from '../registry/filter/like';

/** Which models of a source are shown. `*` stands for any text. */
export interface NamePatterns {
  readonly includedModels?: readonly string[] | null;
  readonly excludedModels?: readonly string[] | null;
}

/**
 * | included list | excluded list | shown                           |
 * |---------------|---------------|---------------------------------|
 * | empty         | empty         | all                             |
 * | patterns      | empty         | what fits one included          |
 * | any           | patterns      | of these, what fits no excluded |
 *
 * Patterns fit the whole name, in any case of letters.
 */
export function nameFilter(patterns: NamePatterns): (name: string) => boolean {
  const included = (patterns.includedModels ?? []).map(toTest);
  const excluded = (patterns.excludedModels ?? []).map(toTest);
  return name =>
    (included.length === 0 || included.some(fits => fits(name))) &&
    !excluded.some(fits => fits(name));
}

function toTest(pattern: string): (name: string) => boolean {
  const like = pattern
    .trim()
    .replace(/[\\%_]/g, '\\$&')
    .replaceAll('*', '%');
  return likeMatcher(like, true);
}
