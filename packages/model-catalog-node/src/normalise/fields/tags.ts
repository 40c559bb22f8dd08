import { toTag } from '@model-catalog/common';
import { isMark } from '../../selection/marks';
import { shared } from './shared';
import type { Report } from '../types';

/**
 * Tags of labels, sorted and without repetition; what no tag can be made of is
 * reported. Labels that choose objects for the catalog are none.
 */
export function chooseTags(
  labels: readonly (string | undefined)[],
  report: Report,
): string[] {
  const tags = new Set<string>();
  for (const label of labels) {
    if (label === undefined || label.trim() === '' || isMark(label)) {
      continue;
    }
    const tag = toTag(label);
    if (tag) {
      tags.add(shared(tag));
    } else {
      report('tags', `no tag can be made of "${label.slice(0, 63)}"`);
    }
  }
  return [...tags].sort();
}
