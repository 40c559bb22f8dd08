import { PUBLISH } from '../../contract/labels';
import { DEFAULT_PLANS } from '../../contract/plans';
import type { PublishableServer, RenderSettings } from '../../contract/types';

/** A model server that asks to be published, served by vLLM. */
export const server = (
  more: Partial<PublishableServer> = {},
): PublishableServer => ({
  resource: 'inferenceservice',
  namespace: 'llm-hosting',
  name: 'granite',
  uid: 'uid-1',
  labels: { [PUBLISH]: 'true' },
  annotations: {},
  runtimeImage: 'quay.io/modh/vllm:rhoai-2.12',
  modelFormat: 'vLLM',
  servedName: 'granite',
  endpoint: {
    scheme: 'http',
    service: 'granite-predictor',
    port: 8080,
    basePath: '',
  },
  demandsToken: false,
  ...more,
});

export const settings: RenderSettings = {
  targetNamespace: '3scale',
  clusterDomain: 'svc.cluster.local',
  authProfile: 'bearer',
  plans: { default: DEFAULT_PLANS },
  corsOrigins: ['*'],
  wildcardDomain: 'apps.example.com',
  tenantName: 'maas',
};
