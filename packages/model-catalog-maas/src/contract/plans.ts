import { z } from 'zod/v4';
import { isPlainLine } from './plainText';
import type { PlanSettings } from './types';

const PERIODS = [
  'eternity',
  'year',
  'month',
  'week',
  'day',
  'hour',
  'minute',
] as const;

/** In the currency of the tenant; 3scale knows two decimals. */
const Price = z.number().min(0).max(1_000_000_000).multipleOf(0.01);

const Limit = z.strictObject({
  period: z.enum(PERIODS, `must be one of ${PERIODS.join(', ')}`),
  value: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  metric: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,99}$/),
});

const Plan = z.strictObject({
  systemName: z
    .string()
    .regex(
      /^[a-z0-9]([-_]?[a-z0-9]){1,62}$/,
      'must be 2 to 63 small letters and digits, with single "-" or "_" between them',
    ),
  name: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .refine(isPlainLine, 'must be plain text in one line'),
  published: z.boolean().default(true),
  approvalRequired: z.boolean().default(false),
  limits: z
    .array(Limit)
    .max(100)
    .default([])
    .refine(
      limits =>
        new Set(limits.map(({ metric, period }) => `${metric} ${period}`))
          .size === limits.length,
      'limits one metric twice in one period',
    ),
  costMonth: Price.optional(),
  setupFee: Price.optional(),
  trialDays: z.number().int().min(0).max(3650).optional(),
});

const unique = (plans: readonly PlanSettings[]) =>
  new Set(plans.map(({ systemName }) => systemName)).size === plans.length;

/**
 * The plans of one key, as YAML or JSON gives them: a list with at least one,
 * each with `systemName` and `name`; `published` is true and
 * `approvalRequired` false unless said.
 */
export const PlanList: z.ZodType<PlanSettings[]> = z
  .array(Plan)
  .min(1, 'needs a plan')
  .max(20)
  .refine(unique, 'has two plans with one systemName');

/** What users can subscribe to where nobody said anything else. */
export const DEFAULT_PLANS: readonly PlanSettings[] = [
  {
    systemName: 'standard',
    name: 'Standard Plan',
    published: true,
    approvalRequired: false,
    limits: [],
  },
];
