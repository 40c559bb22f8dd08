import { join, relative } from 'path';
import { renderWritten } from './overlays';
import { DEPLOY } from './paths';
import type { ManifestObject } from './objects';

const HUB = relative(DEPLOY, join(__dirname, 'hub'));

/** Developer Hub's Deployment, as its chart names it, with some sidecars. */
export async function hubWith(
  kustomize: string,
  sidecars: 'three' | 'one' | 'three-guarded',
  images: readonly object[] = [],
): Promise<ManifestObject[]> {
  return await renderWritten(kustomize, {
    resources: [HUB],
    components: [
      ...(sidecars === 'three-guarded' ? ['sidecars/three'] : []),
      `sidecars/${sidecars}`,
    ],
    rest: { images },
  });
}
