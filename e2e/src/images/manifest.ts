import { z } from 'zod/v4';

export const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json';

const descriptorSchema = z.object({
  mediaType: z.string(),
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  size: z.number(),
  artifactType: z.string().optional(),
  annotations: z.record(z.string(), z.string()).default({}),
});

/** What an OCI manifest says of its parts; annotations that are absent are empty. */
export const manifestSchema = z.object({
  mediaType: z.literal(MANIFEST_TYPE),
  artifactType: z.string().optional(),
  config: descriptorSchema,
  layers: z.array(descriptorSchema),
  subject: descriptorSchema.optional(),
  annotations: z.record(z.string(), z.string()).default({}),
});

export type Manifest = z.infer<typeof manifestSchema>;

/** `index.json` of an OCI layout. */
export const indexSchema = z.object({ manifests: z.array(descriptorSchema) });

export function readManifest(bytes: Buffer): Manifest {
  return manifestSchema.parse(JSON.parse(bytes.toString()));
}
