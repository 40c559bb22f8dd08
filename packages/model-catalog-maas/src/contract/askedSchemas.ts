import { z } from 'zod/v4';
import { isPlainLine, isPlainText } from './plainText';

const Switch = z
  .enum(['true', 'false'], 'must be "true" or "false"')
  .transform(text => text === 'true');

const line = (length: number) =>
  z
    .string()
    .trim()
    .min(1, 'is empty: leave it out for its default')
    .max(length, `has more than ${length} characters`)
    .refine(
      isPlainLine,
      'has characters that end lines or steer what shows it: write plain text in one line',
    );

const names = z
  .string()
  .max(500, 'has more than 500 characters')
  .transform(text => text.split(',').map(name => name.trim()))
  .pipe(
    z
      .array(
        z
          .string()
          .regex(/^[a-z][a-z0-9-]*$/, 'must be names separated by commas'),
      )
      .max(20, 'names more than 20'),
  );

/** What each annotation must be. System names as both the operator and 3scale take them, one spelling each. */
export const SCHEMAS = {
  profile: z.enum(
    ['vllm-openai', 'tei', 'docling', 'open-inference-v2', 'custom'],
    'must be vllm-openai, tei, docling, open-inference-v2 or custom',
  ),
  authProfile: z.enum(
    ['bearer', 'header-remove-bearer'],
    'must be bearer or header-remove-bearer',
  ),
  operations: names,
  plans: z
    .string()
    .regex(
      /^[a-zA-Z0-9]([-._a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/,
      'must be the key of a plan list: letters, digits, "-", "_" and ".", at most 63',
    ),
  title: line(100),
  description: z
    .string()
    .trim()
    .min(1, 'is empty: leave it out for its default')
    .max(2000, 'has more than 2000 characters')
    .refine(
      isPlainText,
      'has characters that steer what shows it: write plain text',
    ),
  systemName: z
    .string()
    .regex(
      /^[a-z0-9]([-_]?[a-z0-9]){1,62}$/,
      'must be 2 to 63 small letters and digits, with single "-" or "_" between them',
    )
    .max(63, 'has more than 63 characters'),
  tokenMetrics: Switch,
  promote: z.enum(
    ['none', 'staging', 'production'],
    'must be none, staging or production',
  ),
  adopt: Switch,
} as const;
