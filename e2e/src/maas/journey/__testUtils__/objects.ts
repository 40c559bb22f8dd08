import type { Desired } from './CustomResources';

const custom = (
  kind: string,
  name: string,
  spec: Readonly<Record<string, unknown>>,
): Desired => ({
  apiVersion: 'capabilities.3scale.net/v1beta1',
  kind,
  plural: `${kind.toLowerCase()}s`,
  metadata: { name },
  spec,
});

export const backend = (name: string): Desired =>
  custom('Backend', name, {
    name,
    systemName: name,
    privateBaseURL: `http://${name}-predictor.team.svc.cluster.local:8080`,
  });

const rule = (
  httpMethod: string,
  pattern: string,
  metricMethodRef: string,
) => ({
  httpMethod,
  pattern,
  metricMethodRef,
  increment: 1,
});

/** A product with two methods, on the backend of its own name. */
export const product = (
  name: string,
  more: Readonly<Record<string, unknown>> = {},
): Desired =>
  custom('Product', name, {
    name,
    systemName: name,
    deployment: {
      apicastHosted: {
        authentication: { userkey: { credentials: 'authorization' } },
      },
    },
    backendUsages: { [name]: { path: '/' } },
    methods: {
      chat: { friendlyName: 'Chat' },
      models: { friendlyName: 'Models' },
    },
    mappingRules: [
      rule('POST', '/v1/chat/completions$', 'chat'),
      rule('GET', '/v1/models$', 'models'),
    ],
    applicationPlans: { standard: { name: 'Standard', published: true } },
    ...more,
  });

export const promotion = (
  name: string,
  productCRName: string,
  more: Readonly<Record<string, unknown>> = {},
): Desired =>
  custom('ProxyConfigPromote', name, {
    productCRName,
    production: true,
    ...more,
  });

export const activeDoc = (name: string): Desired =>
  custom('ActiveDoc', name, {
    name,
    systemName: name,
    published: true,
    productSystemName: name,
    activeDocOpenAPIRef: { secretRef: { name: `${name}-openapi` } },
  });

const openApi = (title: string) => ({
  openapi: '3.0.3',
  info: { title, version: '1' },
  paths: {},
});

/** The Secret with the definition, or with something else. */
export const definition = (
  name: string,
  key = 'openapi.json',
  content: unknown = openApi(name),
): Desired => ({
  apiVersion: 'v1',
  kind: 'Secret',
  plural: 'secrets',
  metadata: { name: `${name}-openapi` },
  data: {
    [key]: Buffer.from(JSON.stringify(content)).toString('base64'),
  },
});
