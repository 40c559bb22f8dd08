import { z } from 'zod/v4';

/** Fields of an object's metadata that the stand-in reads; the others pass through. */
const metadataSchema = z.looseObject({
  name: z.string(),
  namespace: z.string(),
  uid: z.string(),
  resourceVersion: z.string(),
  generation: z.number().optional(),
  deletionTimestamp: z.string().optional(),
  finalizers: z.array(z.string()).optional(),
});

/** A custom resource as the API server answers it; `spec` and `status` are looked at by whoever knows the kind. */
export const customObjectSchema = z.looseObject({
  apiVersion: z.string().optional(),
  kind: z.string().optional(),
  metadata: metadataSchema,
  spec: z.record(z.string(), z.unknown()).optional(),
  status: z.record(z.string(), z.unknown()).optional(),
});

export type CustomObject = z.infer<typeof customObjectSchema>;

export const listSchema = z.object({
  metadata: z.object({ resourceVersion: z.string() }),
  items: z.array(customObjectSchema),
});

export const watchEventSchema = z.object({
  type: z.enum(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR']),
  object: z.looseObject({
    code: z.number().optional(),
    message: z.string().optional(),
    metadata: z
      .looseObject({ resourceVersion: z.string().optional() })
      .optional(),
  }),
});

export const secretSchema = z.object({
  data: z.record(z.string(), z.string()).optional(),
});

export const failureSchema = z.object({ message: z.string() });
