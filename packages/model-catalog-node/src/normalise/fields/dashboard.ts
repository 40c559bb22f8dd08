import { DASHBOARD_URL } from '@model-catalog/common';
import type { InferenceServer, RegistryVersion } from '../../sources/objects';

/**
 * The dashboard of OpenShift AI, and how its pages are laid out.
 *
 * | layout | releases | version | deployments of a namespace |
 * |---|---|---|---|
 * | 2 | 2.20 to 2.25 | `/modelRegistry/<registry>/registeredModels/<id>/versions/<id>` | `/modelServing/<namespace>` |
 * | 3 | 3.0 and later | `/ai-hub/registry/<registry>/registered-models/<id>/versions/<id>` | `/ai-hub/deployments/<namespace>` |
 *
 * Release 3 leads from the second layout to the third, and its later ones from
 * these to where they moved since.
 */
export type Dashboard = { url: string; layout: 2 | 3 };

/** The dashboard's own Routes; release 3 keeps them to lead elsewhere. */
const OWN_ROUTE = /^(rhods|odh)-dashboard[-.]/;

/** The dashboard at a URL; behind its own Route it is laid out as in release 2. */
export function dashboardAt(url: string): Dashboard {
  const { hostname } = new URL(url);
  return {
    url: url.replace(/\/+$/, ''),
    layout: OWN_ROUTE.test(hostname) ? 2 : 3,
  };
}

const PATHS = {
  2: {
    registry: '/modelRegistry',
    models: 'registeredModels',
    deployments: '/modelServing',
  },
  3: {
    registry: '/ai-hub/registry',
    models: 'registered-models',
    deployments: '/ai-hub/deployments',
  },
} as const;

/** The page of a version in a registry, or of the deployments among which a server is. */
export function pageOf(
  { url, layout }: Dashboard,
  object: RegistryVersion | InferenceServer,
): string {
  const { registry, models, deployments } = PATHS[layout];
  if ('resource' in object) {
    return `${url}${deployments}/${encodeURIComponent(object.namespace)}`;
  }
  const [name, model, version] = [
    object.registry,
    object.modelId,
    object.versionId,
  ].map(encodeURIComponent);
  return `${url}${registry}/${name}/${models}/${model}/versions/${version}`;
}

/** The annotation that leads to the page of an object; nothing where no dashboard is known. */
export function dashboardAnnotation(
  dashboard: Dashboard | undefined,
  object: RegistryVersion | InferenceServer,
): Record<string, string> {
  return dashboard ? { [DASHBOARD_URL]: pageOf(dashboard, object) } : {};
}

const ANY_PAGE = new RegExp(
  `^(https?://.+?)(?:${Object.values(PATHS)
    .flatMap(({ registry, deployments }) => [registry, deployments])
    .join('|')})/`,
);

/** The dashboard whose pages were stored: what is known of it while it cannot be looked for. */
export function dashboardOfStored(
  pages: Iterable<string | undefined>,
): Dashboard | undefined {
  for (const page of pages) {
    const url = page === undefined ? undefined : ANY_PAGE.exec(page)?.[1];
    if (url !== undefined && URL.canParse(url)) {
      return dashboardAt(url);
    }
  }
  return undefined;
}
