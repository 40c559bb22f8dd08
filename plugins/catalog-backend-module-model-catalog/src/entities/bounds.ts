import type { Note } from './types';

/**
 * How much of what others wrote goes into one entity. Each bound is far above
 * what people write; the catalog gives an entity as a whole to every page that
 * lists it.
 */
export const BOUNDS = {
  title: 256,
  description: 32_000,
  annotationValue: 16_000,
  annotations: 200,
  links: 100,
  url: 4_000,
  tags: 100,
  /** Characters of something that is wrong, in the message about it. */
  quoted: 100,
} as const;

/** The beginning of a text that is too long, with a sign that something is missing. */
export function cut(text: string, length: number): string {
  if (text.length <= length) {
    return text;
  }
  // Not through the middle of a character.
  return `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** Something wrong as a message quotes it. */
export const quoted = (text: string) =>
  `'${cut(text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' '), BOUNDS.quoted)}'`;

/** The first ones of a list; how many are left out is noted. */
export function first<T>(
  items: readonly T[],
  { max, field, note }: { max: number; field: string; note: Note },
): readonly T[] {
  if (items.length <= max) {
    return items;
  }
  note(field, `only the first ${max} of ${items.length} are shown`);
  return items.slice(0, max);
}
