import { z } from 'zod/v4';
import { KServeContainer } from '@model-catalog/node';

const texts = z.record(z.string(), z.string()).nullish();

/** A container with what it runs and where it listens. */
export const RuntimeContainer = KServeContainer.extend({
  image: z.string().nullish(),
  ports: z
    .array(
      z.object({
        name: z.string().nullish(),
        containerPort: z.number().int().min(1).max(65_535),
        protocol: z.string().nullish(),
      }),
    )
    .nullish(),
});
export type RuntimeContainer = z.infer<typeof RuntimeContainer>;

/** Any object: what tells its kind. */
export const Typed = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z
    .object({
      name: z.string().nullish(),
      namespace: z.string().nullish(),
    })
    .nullish(),
});
export type Typed = z.infer<typeof Typed>;

/** A ServingRuntime or ClusterServingRuntime (serving.kserve.io/v1alpha1). */
export const Runtime = z.object({
  kind: z.string(),
  metadata: z.object({ name: z.string(), namespace: z.string().nullish() }),
  spec: z.object({ containers: z.array(RuntimeContainer).nullish() }),
});
export type Runtime = z.infer<typeof Runtime>;

/** The containers of an InferenceService or LLMInferenceService, beside what node's parsers read. */
export const Serving = z.object({
  metadata: z.object({ labels: texts, annotations: texts }),
  spec: z.object({
    predictor: z
      .object({
        model: RuntimeContainer.extend({
          runtime: z.string().nullish(),
        }).nullish(),
        containers: z.array(RuntimeContainer).nullish(),
      })
      .nullish(),
    template: z
      .object({ containers: z.array(RuntimeContainer).nullish() })
      .nullish(),
  }),
});
export type Serving = z.infer<typeof Serving>;
