import type { Offering } from '@model-catalog/common';
import type { InferenceServer } from '../sources/objects';
import type { Offered, OfferingMatcher } from '../offerings/types';

export const GATEWAY =
  'https://granite-maas-apicast-production.example.com:443';

/** Product `granite` of the tenant `maas`, which lets chat through; fields may be changed. */
export function anOffering(change: Partial<Offering> = {}): Offering {
  const { tenant = 'maas', systemName = 'granite' } = change;
  return {
    id: `${tenant}/${systemName}`,
    source: 'threescale',
    tenant,
    systemName,
    productId: '7',
    title: 'Granite',
    gatewayUrls: { production: GATEWAY },
    backends: [
      { privateUrl: 'http://granite-predictor.demo.svc.cluster.local:8080' },
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
    ],
    operations: [{ method: 'POST', pattern: '/v1/chat/completions$' }],
    portal: { subscribe: 'https://maas.example.com/admin/services' },
    state: 'ready',
    ...change,
  };
}

/** Every offering at every server; the first server shows it. */
export const matchAll: OfferingMatcher = (offerings, servers) => ({
  placed: new Map(
    servers.map(({ id }, at) => [
      id,
      offerings.map(offering => ({
        offering,
        match: { by: 'explicit' as const, evidence: 'a test' },
        isShownHere: at === 0,
      })),
    ]),
  ),
  issues: [],
});

export const offeredAt = (
  servers: readonly InferenceServer[],
  ...offerings: Offering[]
): Offered => matchAll(offerings, servers).placed;
