import { z } from 'zod/v4';

const Select = z.object({
  kind: z.string().optional(),
  name: z.string().optional(),
  namespace: z.string().optional(),
});

/** What of a kustomization.yaml the folders of `deploy/` use; anything else is refused, not passed over. */
export const Kustomization = z.strictObject({
  apiVersion: z.string(),
  kind: z.enum(['Kustomization', 'Component']),
  resources: z.array(z.string()).default([]),
  components: z.array(z.string()).default([]),
  patches: z
    .array(
      z.strictObject({
        path: z.string().optional(),
        patch: z.string().optional(),
        target: Select.optional(),
      }),
    )
    .default([]),
  replacements: z
    .array(
      z.strictObject({
        source: z.strictObject({
          kind: z.string(),
          name: z.string(),
          fieldPath: z.string(),
        }),
        targets: z.array(
          z.strictObject({
            select: Select,
            reject: z.array(Select).default([]),
            fieldPaths: z.array(z.string()),
            options: z
              .strictObject({ delimiter: z.string(), index: z.number() })
              .optional(),
          }),
        ),
      }),
    )
    .default([]),
  images: z
    .array(
      z.strictObject({
        name: z.string(),
        newName: z.string().optional(),
        newTag: z.string().optional(),
        digest: z.string().optional(),
      }),
    )
    .default([]),
});
export type Kustomization = z.infer<typeof Kustomization>;
export type Select = z.infer<typeof Select>;
