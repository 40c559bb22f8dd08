import { z } from 'zod/v4';

export const mappingRuleSchema = z.object({
  httpMethod: z.string(),
  pattern: z.string(),
  metricMethodRef: z.string(),
  increment: z.number(),
  last: z.boolean().default(false),
});
export type MappingRuleSpec = z.infer<typeof mappingRuleSchema>;

export const methodsSchema = z
  .record(
    z.string(),
    z.object({
      friendlyName: z.string(),
      description: z.string().default(''),
    }),
  )
  .default({});

export const metricsSchema = z
  .record(
    z.string(),
    z.object({
      friendlyName: z.string(),
      unit: z.string(),
      description: z.string().default(''),
    }),
  )
  .default({});

/** What the operator writes into `metrics` where `hits` is missing. */
export const HITS = {
  friendlyName: 'Hits',
  unit: 'hit',
  description: 'Number of API hits',
} as const;

/** The system name that the operator gives where none is set: the name without anything but letters and digits. */
export const systemNameOf = (name: string): string =>
  name.replace(/[^a-zA-Z0-9]+/g, '').toLowerCase();

/** What is wrong with methods, metrics and mapping rules together. */
export function ruleProblems(spec: {
  readonly methods: Readonly<Record<string, unknown>>;
  readonly metrics: Readonly<Record<string, unknown>>;
  readonly mappingRules: readonly MappingRuleSpec[];
}): string[] {
  const { methods, metrics, mappingRules } = spec;
  const both = Object.keys(methods).filter(name =>
    Object.hasOwn(metrics, name),
  );
  return [
    ...both.map(name => `spec.methods: Duplicate value: "${name}"`),
    ...mappingRules.flatMap(({ metricMethodRef }, index) =>
      Object.hasOwn(methods, metricMethodRef) ||
      Object.hasOwn(metrics, metricMethodRef)
        ? []
        : [
            `spec.mappingRules[${index}].metricMethodRef: Invalid value: "${metricMethodRef}": mappingrule does not have valid metric or method reference`,
          ],
    ),
  ];
}
