import { operatedTenant } from '../../operator';
import { createApplication, type Tenant } from '../../state';

export const JSON_ERROR = {
  error: { message: 'wrong key', code: 'invalid_api_key' },
};

const rule = (
  httpMethod: string,
  pattern: string,
  metricMethodRef: string,
) => ({ httpMethod, pattern, metricMethodRef, increment: 1, last: false });

export const policy = (
  name: string,
  configuration = {},
  version = 'builtin',
) => ({
  name,
  version,
  enabled: true,
  configuration,
});

export const HITS = { friendlyName: 'Hits', unit: 'hit', description: '' };

/** A product that has everything, and how to change it. */
export const spec = (more = {}) => ({
  name: 'Granite',
  systemName: 'granite',
  description: '',
  deployment: {
    apicastHosted: {
      authentication: {
        userkey: {
          authUserKey: 'Authorization',
          credentials: 'authorization' as const,
          gatewayResponse: {
            errorStatusAuthFailed: 401,
            errorHeadersAuthFailed: 'application/json',
            errorAuthFailed: JSON.stringify(JSON_ERROR),
          },
        },
      },
    },
  },
  methods: { chat: { friendlyName: 'Chat', description: '' } },
  metrics: { hits: HITS },
  mappingRules: [
    rule('POST', '/v1/chat$', 'chat'),
    rule('GET', '/stream', 'hits'),
    rule('GET', '/docs', 'hits'),
  ],
  backendUsages: { granite: { path: '/' } },
  applicationPlans: {
    standard: {
      name: 'Standard',
      published: true,
      appsRequireApproval: false,
      trialPeriod: 0,
      setupFee: '0',
      costMonth: '0',
      limits: [
        {
          period: 'minute',
          value: 3,
          metricMethodRef: { systemName: 'hits' },
        },
      ],
    },
  },
  policies: [
    policy('cors', { allow_origin: '*', allow_headers: ['Authorization'] }),
    policy('apicast'),
    policy('headers', {
      request: [{ op: 'delete', header: 'Authorization' }],
      response: [{ op: 'delete', header: 'X-Inner' }],
    }),
  ],
  ...more,
});

/** As the operator does on a Product and a promotion. */
export function promoteIn(tenant: Tenant, changed = {}): void {
  const operated = operatedTenant(tenant);
  operated.putBackend({
    name: 'granite',
    systemName: 'granite',
    privateBaseURL: 'http://granite-predictor.llm.svc.cluster.local:8080',
    description: '',
    mappingRules: [],
    methods: {},
    metrics: { hits: HITS },
  });
  const { id } = operated.putProduct(spec(changed));
  operated.deploy(id);
  operated.promote(id);
}

/** A key, as a subscriber of the plan has it. */
export function subscribedIn(tenant: Tenant) {
  const account = tenant.accounts.list()[0]?.id ?? 0;
  const plan = tenant.applicationPlans.find(
    ({ system_name }) => system_name === 'standard',
  );
  return createApplication(tenant, account, {
    name: 'mine',
    plan_id: plan?.id,
  });
}
