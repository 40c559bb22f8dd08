import { ConfigReader, readDurationFromConfig } from '@backstage/config';
import { durationToMilliseconds } from '@backstage/types';
import { z } from 'zod/v4';

const DEFAULT_LIST_INTERVAL_MS = 30_000;
const MIN_LIST_INTERVAL_MS = 1_000;
/** A timer that is asked for more than this fires at once. */
const MAX_LIST_INTERVAL_MS = 2 ** 31 - 1;

/** Environment substitution makes texts of numbers. */
const number = z.preprocess(
  value => (typeof value === 'string' ? Number(value) : value),
  z.number(),
);

const baseUrl = z.string().transform((value, context) => {
  const refuse = (message: string) => {
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  };
  if (!URL.canParse(value) || !/^https?:\/\//i.test(value)) {
    return refuse('must be an absolute http or https URL');
  }
  const url = new URL(value);
  if (url.username || url.password || url.search || url.hash) {
    return refuse(
      'must have no user, password, query or fragment; a credential goes into token',
    );
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
});

const token = z
  .string()
  .transform(value => value.trim())
  .refine(
    value => /^[\x21-\x7e]+$/.test(value),
    'must be one line of printable characters',
  );

const Frequency = z.union([
  z.string(),
  z.record(z.string(), z.union([z.string(), z.number()])),
]);
type Frequency = z.infer<typeof Frequency>;

/** Whether a schedule's frequency is a cron expression or a manual trigger. */
export function isCron(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    ('cron' in value || 'trigger' in value)
  );
}

function toMilliseconds(value: Frequency): number {
  const unset = typeof value === 'object' && Object.keys(value).length === 0;
  // No interval can be told from a cron expression.
  if (unset || isCron(value)) {
    return DEFAULT_LIST_INTERVAL_MS;
  }
  const reader = new ConfigReader({ frequency: value });
  const duration = readDurationFromConfig(reader, { key: 'frequency' });
  const milliseconds = durationToMilliseconds(duration);
  return Math.min(
    Math.max(milliseconds, MIN_LIST_INTERVAL_MS),
    MAX_LIST_INTERVAL_MS,
  );
}

const frequency = Frequency.default({}).transform((value, context) => {
  try {
    return toMilliseconds(value);
  } catch (error) {
    context.addIssue({
      code: 'custom',
      message: error instanceof Error ? error.message : String(error),
    });
    return z.NEVER;
  }
});

const schedule = z
  .object({ frequency })
  .transform(value => value.frequency)
  .prefault({});

const removalGuard = z
  .strictObject({
    maxSharePercent: number.pipe(z.number().min(0).max(100)).default(50),
    atLeast: number.pipe(z.number().int().min(1)).default(5),
  })
  .prefault({});

/** `a, b` as it comes from a variable, or a list. */
const previousIds = z
  .preprocess(
    value => (typeof value === 'string' ? value.split(',') : value),
    z.array(z.string().transform(id => id.trim())),
  )
  .transform(ids => [...new Set(ids.filter(id => id !== ''))])
  .default([]);

const entityShape = z.enum(['classic', 'ai-model-server']).default('classic');

const urls = z.enum(['all', 'external', 'none']).default('all');

const kubernetesCluster = z.string().trim().min(1).max(253).optional();

const names = z.record(z.string(), z.string().trim().min(1)).optional();

/** Environment substitution makes texts of booleans. */
const flag = z.preprocess(
  value => (value === 'true' || value === 'false' ? value === 'true' : value),
  z.boolean().optional(),
);

const systems = z
  .strictObject({
    default: z.string().trim().min(1).optional(),
    fromAnnotation: flag,
    namespaces: names,
    registries: names,
  })
  .optional();

/** The keys of one entry; what is not named here is reported and ignored. */
export const EntrySchema = z.object({
  baseUrl,
  token: token.optional(),
  caFile: z.string().optional(),
  schedule,
  removalGuard,
  entityShape,
  urls,
  previousIds,
  kubernetesCluster,
  systems,
});
