import { z } from 'zod/v4';
import { mappingRuleSchema, methodsSchema, metricsSchema } from './common';

const responseSchema = z.object({
  errorStatusAuthFailed: z.number().optional(),
  errorHeadersAuthFailed: z.string().optional(),
  errorAuthFailed: z.string().optional(),
  errorStatusAuthMissing: z.number().optional(),
  errorHeadersAuthMissing: z.string().optional(),
  errorAuthMissing: z.string().optional(),
  errorStatusNoMatch: z.number().optional(),
  errorHeadersNoMatch: z.string().optional(),
  errorNoMatch: z.string().optional(),
  errorStatusLimitsExceeded: z.number().optional(),
  errorHeadersLimitsExceeded: z.string().optional(),
  errorLimitsExceeded: z.string().optional(),
});
export type GatewayResponseSpec = z.infer<typeof responseSchema>;

const userKeySchema = z.object({
  authUserKey: z.string().default('user_key'),
  credentials: z.enum(['headers', 'query', 'authorization']).default('query'),
  gatewayResponse: responseSchema.default({}),
  security: z
    .object({
      hostHeader: z.string().optional(),
      secretToken: z.string().optional(),
    })
    .optional(),
});

const authenticationSchema = z.object({ userkey: userKeySchema.optional() });

const deploymentSchema = z.object({
  apicastHosted: z
    .object({ authentication: authenticationSchema.optional() })
    .optional(),
  apicastSelfManaged: z
    .object({
      authentication: authenticationSchema.optional(),
      stagingPublicBaseURL: z.string().optional(),
      productionPublicBaseURL: z.string().optional(),
    })
    .optional(),
});

const metricRefSchema = z.object({
  systemName: z.string(),
  backend: z.string().optional(),
});

const planSchema = z.object({
  name: z.string().optional(),
  published: z.boolean().default(false),
  appsRequireApproval: z.boolean().default(false),
  trialPeriod: z.number().default(0),
  setupFee: z.string().default('0.00'),
  costMonth: z.string().default('0.00'),
  limits: z
    .array(
      z.object({
        period: z.string(),
        value: z.number(),
        metricMethodRef: metricRefSchema,
      }),
    )
    .default([]),
});
export type PlanSpec = z.infer<typeof planSchema>;

const policySchema = z.object({
  name: z.string(),
  version: z.string(),
  enabled: z.boolean(),
  configuration: z.record(z.string(), z.unknown()).default({}),
  /** A Secret whose key `configuration` has it, for what is not to be read by everybody. */
  configurationRef: z
    .object({ name: z.string(), namespace: z.string().optional() })
    .optional(),
});
export type PolicySpec = z.infer<typeof policySchema>;

/** A Product's spec, with the operator's defaults in it. */
export const productSpecSchema = z.object({
  name: z.string(),
  systemName: z.string(),
  description: z.string().default(''),
  deployment: deploymentSchema.default({}),
  mappingRules: z.array(mappingRuleSchema).default([]),
  backendUsages: z
    .record(z.string(), z.object({ path: z.string() }))
    .default({}),
  methods: methodsSchema,
  metrics: metricsSchema,
  applicationPlans: z.record(z.string(), planSchema).default({}),
  policies: z.array(policySchema).default([]),
});
export type ProductSpec = z.infer<typeof productSpecSchema>;

/** How callers show who they are; the key in a query where nothing is said. */
export function userKeyOf({ deployment }: ProductSpec) {
  const { authentication } =
    deployment.apicastHosted ?? deployment.apicastSelfManaged ?? {};
  return authentication?.userkey ?? userKeySchema.parse({});
}
