import type { Simulator } from '@model-catalog/rhoai-simulator';

/** The `rhoai` block that leads to a simulator. */
export const clusterBlock = (
  { kubernetes, registry, catalog }: Simulator,
  more: object = {},
) => ({
  kubernetes: {
    url: kubernetes.url,
    token: kubernetes.token,
    caData: Buffer.from(kubernetes.caPem).toString('base64'),
    namespace: 'rhdh',
  },
  registries: [{ name: 'main', url: registry.url }],
  catalogs: [{ name: 'default', url: catalog.url }],
  checkInterval: '1s',
  ...more,
});
