import { z } from 'zod/v4';

/** An ActiveDoc's spec, with the operator's defaults in it. */
export const activeDocSpecSchema = z.object({
  name: z.string(),
  systemName: z.string(),
  description: z.string().default(''),
  published: z.boolean().default(false),
  skipSwaggerValidations: z.boolean().default(false),
  productSystemName: z.string().optional(),
  activeDocOpenAPIRef: z.object({
    url: z.string().optional(),
    secretRef: z
      .object({ name: z.string(), namespace: z.string().optional() })
      .optional(),
  }),
});
export type ActiveDocSpec = z.infer<typeof activeDocSpecSchema>;

export const promoteSpecSchema = z.object({
  productCRName: z.string(),
  production: z.boolean().default(false),
  deleteCR: z.boolean().default(false),
});

export const policySpecSchema = z.object({
  name: z.string(),
  version: z.string(),
  schema: z.record(z.string(), z.unknown()),
});
export type PolicySpec = z.infer<typeof policySpecSchema>;
