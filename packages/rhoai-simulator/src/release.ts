import type { CatalogRelease } from './catalog';
import type { RegistryRelease } from './registry';

/** Releases of OpenShift AI's registry and catalog that can be simulated. */
export const RELEASES = ['mlmd', '0.3.1', '0.3.8', 'hub'] as const;

/**
 * | release | RHOAI | registry API | catalog | in front of both |
 * |---|---|---|---|---|
 * | mlmd | 2.20 to 2.22 | v1alpha3, 20 rows a page | none | oauth-proxy |
 * | 0.3.1 | 2.25 | v1alpha3 | one source a list | oauth-proxy |
 * | 0.3.8 | 3.4 | v1alpha3 | v1alpha1 | kube-rbac-proxy |
 * | hub | 3.6 | v1alpha3 and v1 | v1alpha1 and v1 | kube-rbac-proxy |
 */
export type Release = (typeof RELEASES)[number];

/** What a release means for the parts of a simulator. */
export interface ReleaseParts {
  readonly registry: RegistryRelease;
  readonly catalog: CatalogRelease;
  readonly proxy: ProxyFlavour;
}

/** The two programs that have stood in front of registry and catalog. */
export type ProxyFlavour = 'oauth-proxy' | 'kube-rbac-proxy';

const PARTS: Readonly<Record<Release, ReleaseParts>> = {
  mlmd: { registry: 'mlmd', catalog: 'none', proxy: 'oauth-proxy' },
  '0.3.1': { registry: '0.3.1', catalog: '0.3.1', proxy: 'oauth-proxy' },
  '0.3.8': { registry: '0.3.8', catalog: '0.3.8', proxy: 'kube-rbac-proxy' },
  hub: {
    registry: 'hub-75219019',
    catalog: 'hub-75219019',
    proxy: 'kube-rbac-proxy',
  },
};

/** @returns the parts of a release */
export function partsOf(release: Release): ReleaseParts {
  return PARTS[release];
}
