import { toTag } from '@model-catalog/common';
import type { Report } from './types';

/** Tags of labels, sorted and without repetition; what no tag can be made of is reported. */
export function chooseTags(
  labels: readonly (string | undefined)[],
  report: Report,
): string[] {
  const tags = new Set<string>();
  for (const label of labels) {
    if (label === undefined || label.trim() === '') {
      continue;
    }
    const tag = toTag(label);
    if (tag) {
      tags.add(tag);
    } else {
      report('tags', `no tag can be made of "${label.slice(0, 63)}"`);
    }
  }
  return [...tags].sort();
}
