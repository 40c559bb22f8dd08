import { makeValidator } from '@backstage/catalog-model';
import { BOUNDS, first, quoted } from './bounds';
import type { Note } from './types';

const { isValidTag } = makeValidator();

/** The tag that says whether callers must authenticate; none when it is not known. */
export function authTags(authentication: boolean | undefined): string[] {
  switch (authentication) {
    case true:
      return ['auth-required'];
    case false:
      return ['auth-not-required'];
    default:
      return [];
  }
}

/** Each tag once, in the order given; a tag that Backstage refuses is noted and dropped. */
export function validTags(tags: readonly string[], note: Note): string[] {
  const kept = new Set<string>();
  const bound = { max: BOUNDS.tags, field: 'metadata.tags', note };
  for (const tag of first([...new Set(tags)], bound)) {
    if (isValidTag(tag)) {
      kept.add(tag);
    } else {
      note('metadata.tags', `${quoted(tag)} is no valid tag and is left out`);
    }
  }
  return [...kept];
}
