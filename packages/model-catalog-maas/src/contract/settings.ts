import { z } from 'zod/v4';
import { DEFAULT_PLANS, PlanList } from './plans';
import type { RenderSettings } from './types';

const label = z
  .string()
  .regex(
    /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
    'must be a name of Kubernetes',
  );

const domain = z
  .string()
  .max(200)
  .regex(
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
    'must be a domain, without a scheme and without "*."',
  );

const Origin = z
  .string()
  .refine(
    text =>
      text === '*' ||
      (/^https?:\/\/[^/\s]+$/.test(text) &&
        URL.canParse(text) &&
        new URL(text).origin === text),
    'must be "*", or scheme and host in small letters, e.g. https://hub.example.com',
  );

const Plans = z
  .record(
    z
      .string()
      .regex(/^[a-zA-Z0-9]([-._a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/, 'is no key'),
    PlanList,
  )
  .default({})
  .transform(plans => ({ default: DEFAULT_PLANS, ...plans }));

/** What the administrator decides, as YAML or JSON gives it; unknown fields are errors. */
export const RenderSettingsSchema: z.ZodType<RenderSettings> = z.strictObject({
  targetNamespace: label.default('3scale'),
  clusterDomain: domain.default('svc.cluster.local'),
  authProfile: z.enum(['bearer', 'header-remove-bearer']).default('bearer'),
  plans: Plans,
  corsOrigins: z.array(Origin).max(50).default([]),
  providerAccount: label.optional(),
  wildcardDomain: domain.optional(),
  tenantName: label.optional(),
  modelTokenSecret: label.optional(),
});
