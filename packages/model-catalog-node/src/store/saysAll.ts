import type { StoreStatus } from './types';

/**
 * Whether the writer knows everything that there is to be: no source is
 * failing or has a part missing. Then what is damaged, and is not written
 * again, is wanted by nobody.
 */
export function saysAll(status: StoreStatus | undefined): boolean {
  const sources = status?.sources ?? [];
  return (
    sources.length > 0 &&
    sources.every(
      ({ state }) => state === 'complete' || state === 'unavailable',
    )
  );
}
