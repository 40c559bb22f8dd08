/** A Backstage release whose backend the packed plugins are loaded into. */
export interface HostRelease {
  readonly release: string;
  /** The Developer Hub that is made of it. */
  readonly hub: string;
  /** The major of Node.js that this Developer Hub brings. */
  readonly node: NodeMajor;
  /** Packages that are not the release's own, because no registry we can use has those. */
  readonly differs: readonly string[];
}

export type NodeMajor = 20 | 22 | 24;

/** Each major of Node.js and the version of it that is run. */
export const NODES: Readonly<Record<NodeMajor, string>> = {
  20: '20.20.2',
  22: '22.22.2',
  24: '24.18.0',
};

/** From the oldest to the newest. The folder of each is e2e/hosts/<release>. */
export const HOSTS: readonly HostRelease[] = [
  {
    release: '1.42.5',
    hub: 'RHDH 1.8',
    node: 22,
    differs: [
      'backend-dynamic-feature-service 0.7.2',
      'plugin-app-node 0.1.37',
      'plugin-events-backend 0.5.4',
      'plugin-scaffolder-common 1.7.1',
    ],
  },
  {
    release: '1.45.3',
    hub: 'RHDH 1.9',
    node: 22,
    differs: [
      'backend-dynamic-feature-service 0.7.2',
      'plugin-events-backend 0.5.4',
    ],
  },
  {
    release: '1.49.4',
    hub: 'RHDH 1.10',
    node: 24,
    differs: [
      'backend-dynamic-feature-service 0.8.7',
      'plugin-events-backend 0.6.6',
    ],
  },
  {
    release: '1.52.0',
    hub: 'RHDH 2.0 (main)',
    node: 24,
    differs: [
      'backend-defaults 0.17.4',
      'backend-dynamic-feature-service 0.8.7',
      'plugin-auth-backend-module-guest-provider 0.2.18',
      'plugin-events-backend 0.6.6',
      'plugin-scaffolder-node 0.13.5',
    ],
  },
  {
    release: '1.53.0',
    hub: 'none yet',
    node: 24,
    differs: [
      'backend-dynamic-feature-service 0.8.7',
      'plugin-app-backend 0.5.15',
      'plugin-auth-backend-module-guest-provider 0.2.18',
      'plugin-events-backend 0.6.6',
      'plugin-search-backend-node 1.4.5',
      'plugin-techdocs-backend 2.2.1',
      'plugin-techdocs-node 1.15.1',
    ],
  },
  {
    release: '1.55.0',
    hub: 'none yet',
    node: 24,
    differs: [],
  },
];
