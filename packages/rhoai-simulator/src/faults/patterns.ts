/** Catalog requests by kind: source ids and model names, which may hold slashes, replaced. */
export function catalogPattern(method: string, target: string): string {
  const path = target.split('?')[0] ?? '/';
  const match = /^(.*\/sources)\/[^/]+\/models\/(.+?)(\/artifacts)?$/.exec(
    path,
  );
  return match
    ? `${method} ${match[1]}/:source/models/:name${match[3] ?? ''}`
    : `${method} ${path}`;
}
