import { z } from 'zod/v4';
import { invalid } from './Refused';
import type { Policy } from './types';

const PolicyList = z.array(
  z.object({
    name: z.string().min(1),
    version: z.string().min(1),
    configuration: z
      .record(z.string(), z.unknown())
      .nullish()
      .transform(value => value ?? {}),
    enabled: z.boolean().default(true),
  }),
);

const APICAST: Policy = {
  name: 'apicast',
  version: 'builtin',
  configuration: {},
  enabled: true,
};

/** A chain as JSON text or as an array; `apicast` is always part of it. */
export function policyListOf(wanted: unknown): Policy[] {
  const read = PolicyList.safeParse(valueOf(wanted));
  if (!read.success) {
    throw invalid('policies_config', 'is invalid');
  }
  const hasApicast = read.data.some(({ name }) => name === 'apicast');
  return hasApicast ? read.data : [...read.data, APICAST];
}

function valueOf(wanted: unknown): unknown {
  if (typeof wanted !== 'string') {
    return wanted;
  }
  try {
    return JSON.parse(wanted);
  } catch {
    throw invalid('policies_config', 'is invalid');
  }
}
