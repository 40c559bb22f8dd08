import { z } from 'zod/v4';

const texts = z
  .record(z.string(), z.string())
  .nullish()
  .transform(value => value ?? {});
const text = z.string().nullish();

const Metadata = z.object({
  name: z.string().min(1),
  namespace: z.string().min(1),
  creationTimestamp: text,
  labels: texts,
  annotations: texts,
});

const Condition = z.object({
  type: z.string(),
  status: text,
  reason: text,
  message: text,
});
const conditions = z
  .array(Condition)
  .nullish()
  .transform(value => value ?? []);

/** core/v1, the fields that say what it is and where it answers. */
export const Service = z.object({
  metadata: Metadata,
  spec: z
    .object({
      ports: z
        .array(
          z.object({ name: text, port: z.number().int().min(1).max(65_535) }),
        )
        .nullish(),
    })
    .nullish(),
});
export type Service = z.infer<typeof Service>;

/** route.openshift.io/v1, the fields that say where it leads. */
export const Route = z.object({
  metadata: Metadata,
  spec: z.object({
    host: text,
    path: text,
    to: z.object({ kind: text, name: text }).nullish(),
    tls: z.object({ termination: text }).nullish(),
  }),
  status: z
    .object({
      ingress: z.array(z.object({ host: text, conditions })).nullish(),
    })
    .nullish(),
});
export type Route = z.infer<typeof Route>;

/** modelregistry.opendatahub.io, v1alpha1 and v1beta1 alike. */
export const ModelRegistry = z.object({
  metadata: Metadata,
  status: z.object({ conditions }).nullish(),
});
export type ModelRegistry = z.infer<typeof ModelRegistry>;
