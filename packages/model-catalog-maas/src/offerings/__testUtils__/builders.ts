import type { Offering, OfferingBackend } from '@model-catalog/common';
import type { InferenceServer } from '@model-catalog/node';
import { serviceOf } from '../match/serviceOf';

/** A model server that is ready, in namespace `demo`; fields may be changed. */
export function aServer(
  name: string,
  change: Partial<InferenceServer> = {},
): InferenceServer {
  const { namespace = 'demo', resource = 'inferenceservice' } = change;
  return {
    id: `${namespace}/${resource}/${name}`,
    cluster: 'local',
    namespace,
    resource,
    name,
    uid: `uid-of-${name}`,
    state: 'ready',
    externalUrl: `https://${name}-${namespace}.apps.example.com`,
    properties: {},
    ...change,
  };
}

/** A product about which nothing is to be mended; fields may be changed. */
export function anOffering(change: Partial<Offering> = {}): Offering {
  const { tenant = 'maas', systemName = 'granite' } = change;
  return {
    id: `${tenant}/${systemName}`,
    source: 'threescale',
    tenant,
    systemName,
    title: 'Granite',
    gatewayUrls: { production: 'https://gateway.example.com' },
    backends: [],
    auth: { type: 'api-key', location: 'header', header: 'Authorization' },
    plans: [
      {
        systemName: 'standard',
        title: 'Standard',
        published: true,
        approvalRequired: false,
        limits: [],
      },
    ],
    operations: [{ method: 'POST', pattern: '/v1/chat/completions$' }],
    portal: {},
    state: 'ready',
    documentDigest: 'd',
    ...change,
  };
}

/** A backend as a source says it of a URL, in a cluster with the usual domain. */
export function backendOf(
  privateUrl: string,
  server?: string,
): OfferingBackend {
  const service = serviceOf(privateUrl, { clusterDomain: 'cluster.local' });
  return { privateUrl, service: service && { ...service, server } };
}
