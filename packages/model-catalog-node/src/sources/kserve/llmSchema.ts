import { z } from 'zod/v4';
import { Condition, Container, Metadata, text } from './fields';

/** The definition leaves adapters open, so one that cannot be read hides nothing else. */
const Adapters = z
  .array(z.object({ name: text }).catch({}))
  .nullish()
  .catch(undefined);

const Model = z.object({
  uri: text,
  name: text,
  lora: z.object({ adapters: Adapters }).nullish(),
});

const Address = z.object({ name: text, url: text });

/**
 * What we read of an LLMInferenceService: v1alpha1 (RHOAI 2.25 and later) and
 * v1alpha2 (KServe 0.17) write these fields alike.
 */
export const LlmInferenceService = z.object({
  metadata: Metadata,
  spec: z.object({
    model: Model.nullish(),
    replicas: z.number().nullish(),
    template: z.object({ containers: z.array(Container).nullish() }).nullish(),
  }),
  status: z
    .object({
      url: text,
      address: Address.nullish(),
      addresses: z.array(Address).nullish(),
      conditions: z.array(Condition).nullish(),
    })
    .nullish(),
});
export type LlmInferenceService = z.infer<typeof LlmInferenceService>;
