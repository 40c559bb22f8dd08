import { z } from 'zod/v4';
import { mappingRuleSchema, methodsSchema, metricsSchema } from './common';

/** A Backend's spec, with the operator's defaults in it. */
export const backendSpecSchema = z.object({
  name: z.string(),
  systemName: z.string(),
  privateBaseURL: z.string(),
  description: z.string().default(''),
  mappingRules: z.array(mappingRuleSchema).default([]),
  methods: methodsSchema,
  metrics: metricsSchema,
});

export type BackendSpec = z.infer<typeof backendSpecSchema>;
