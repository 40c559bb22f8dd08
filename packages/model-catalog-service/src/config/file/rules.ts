import { z } from 'zod/v4';
import type { VersionChoice } from '@model-catalog/node';
import {
  labelKey,
  labelSelector,
  list,
  mapping,
  namespacePattern,
  ownerRef,
  pattern,
  text,
} from './words';

export const Namespaces = z.strictObject({
  include: list(namespacePattern)
    .optional()
    .describe('Only model servers of these; * and ? may stand in a name.'),
  exclude: list(namespacePattern)
    .optional()
    .describe('No model servers of these; wins over include.'),
  selector: labelSelector
    .optional()
    .describe('Only model servers of namespaces with these labels.'),
});

/** `all`, `deployed` or `latest:N`. */
export const Versions = z
  .string()
  .regex(/^(all|deployed|latest:[1-9]\d{0,5})$/, {
    error: 'must be all, deployed or latest:N with N from 1',
  })
  .transform((value): VersionChoice => {
    if (value === 'all' || value === 'deployed') {
      return value;
    }
    return { latest: Number(value.slice('latest:'.length)) };
  });

const Transform = z.strictObject({
  stripDomain: z
    .boolean()
    .optional()
    .describe('Whether alice@corp.com is alice.'),
  replace: list(z.strictObject({ match: pattern, with: z.string().max(256) }))
    .optional()
    .describe(
      'Replacements, one after the other: a regular expression, and a text in which $1 may stand.',
    ),
  map: mapping(text, ownerRef)
    .optional()
    .describe('Owner by what was written, or by what the steps before made.'),
});

export const Owners = z.strictObject({
  default: ownerRef
    .optional()
    .describe('Owner where nothing names one (DEFAULT_OWNER wins).'),
  transform: Transform.optional(),
  namespaces: mapping(namespacePattern, ownerRef)
    .optional()
    .describe('Owner by namespace, where nothing else names one.'),
  namespaceLabel: labelKey
    .optional()
    .describe('Label of namespaces whose value names a group.'),
});

export const Lifecycle = z.strictObject({
  default: text
    .max(63, { error: 'is longer than 63 characters' })
    .optional()
    .describe('Lifecycle where nothing names one (DEFAULT_LIFECYCLE wins).'),
  map: mapping(text, text)
    .optional()
    .describe('Lifecycle by what was written.'),
  namespaces: mapping(namespacePattern, text)
    .optional()
    .describe('Lifecycle by namespace, where nothing else names one.'),
});
