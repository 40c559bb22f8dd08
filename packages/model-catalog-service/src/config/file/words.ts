import { z } from 'zod/v4';
import { parseOwner } from '@model-catalog/common';
import { parseLabelSelector } from '@model-catalog/node';
import { patternFlaw } from './pattern';

/** The words of the configuration file, each with its own message. */

const MAX_TEXT = 2048;
/** Entries of one list or mapping. */
export const MAX_ENTRIES = 500;

export const text = z
  .string()
  .trim()
  .min(1, { error: 'is empty' })
  .max(MAX_TEXT, { error: `is longer than ${MAX_TEXT} characters` });

export const list = <T extends z.ZodType>(element: T) =>
  z
    .array(element)
    .max(MAX_ENTRIES, { error: `has more than ${MAX_ENTRIES} entries` });

/** A mapping with a bounded number of keys, as a Map. */
export const mapping = <T extends z.ZodType<string>>(
  key: z.ZodType<string, string>,
  value: T,
) =>
  z
    .record(key, value)
    .refine(entries => Object.keys(entries).length <= MAX_ENTRIES, {
      error: `has more than ${MAX_ENTRIES} entries`,
    })
    .transform(entries => new Map(Object.entries(entries)));

export const environmentVariable = text.regex(/^[A-Za-z_][A-Za-z0-9_]*$/, {
  error: 'is no name of an environment variable',
});

export const endpointName = text.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, {
  error:
    'must be at most 63 letters, digits, ".", "_" or "-", beginning with a letter or digit',
});

export const namespace = text.regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, {
  error: 'is no name of a namespace',
});

export const namespacePattern = text.regex(/^[a-z0-9*?][a-z0-9*?-]{0,62}$/, {
  error: 'is no name of a namespace, in which * and ? may stand',
});

export const objectName = text.regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/, {
  error: 'is no name of a Kubernetes object',
});

export const labelKey = text.regex(
  /^([a-z0-9][a-z0-9.-]{0,252}\/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/,
  { error: 'is no key of a label' },
);

export const labelSelector = text
  .max(1024, { error: 'is longer than 1024 characters' })
  .refine(value => parseLabelSelector(value) !== undefined, {
    error: 'is no label selector; write e.g. team=ai,env in (dev,test),!hidden',
  });

/** A user or group, as people write it. */
export const ownerRef = text.refine(value => parseOwner(value) !== undefined, {
  error: 'is no user or group reference; write e.g. alice or group:team-a',
});

export const pattern = text.transform((value, context) => {
  const flaw = patternFlaw(value);
  if (flaw !== undefined) {
    context.addIssue({ code: 'custom', message: flaw });
    return z.NEVER;
  }
  return new RegExp(value);
});

/** `https://host[:port]` and nothing behind it. */
export const origin = text.refine(
  value => URL.canParse(value) && new URL(value).origin === value,
  { error: 'is no origin; write https://host or https://host:port' },
);

export const host = text.regex(
  /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:]+\])(:\d{1,5})?$/,
  { error: 'is no host; write host or host:port, in lower case' },
);
