import type { ServedOffering } from '@model-catalog/common';

export const GATEWAY = 'https://granite-maas-apicast-production.example.com';

/** Product `granite` of the tenant `maas`, shown here; fields may be changed. */
export function anOffering(
  change: Partial<ServedOffering> = {},
): ServedOffering {
  const { systemName = 'granite', tenant = 'maas' } = change;
  return {
    id: `${tenant}/${systemName}`,
    source: 'threescale',
    tenant,
    systemName,
    productId: '7',
    title: 'Granite for all',
    gatewayUrls: {
      production: `${GATEWAY}:443`,
      staging: `${GATEWAY}-staging`,
    },
    backends: [
      {
        systemName: 'granite-backend',
        privateUrl: 'http://granite-predictor.demo.svc:8080',
      },
    ],
    auth: {
      type: 'api-key',
      location: 'header',
      header: 'Authorization',
      scheme: 'Bearer',
    },
    plans: [
      {
        systemName: 'standard',
        title: 'Standard Plan',
        published: true,
        approvalRequired: false,
        limits: [],
      },
      {
        systemName: 'hidden',
        title: 'Hidden Plan',
        published: false,
        approvalRequired: true,
        limits: [],
      },
    ],
    operations: [],
    portal: {
      subscribe: 'https://maas.example.com/subscribe',
      signup: 'https://maas.example.com/signup',
      admin: 'https://maas-admin.example.com/apiconfig/services/7',
    },
    state: 'ready',
    name: `${systemName}-gateway`,
    match: { by: 'service-label', evidence: 'Service demo/granite-predictor' },
    isShownHere: true,
    definition: { digest: 'd'.repeat(64), origin: 'document', madeOf: 'm' },
    ...change,
  };
}
